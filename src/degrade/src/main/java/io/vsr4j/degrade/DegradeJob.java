package io.vsr4j.degrade;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.media.Codec;
import io.vsr4j.media.Container;
import io.vsr4j.media.EncodeSettings;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.FrameWriter;
import io.vsr4j.media.Joiner;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.upscale.InvalidRequestException;
import io.vsr4j.upscale.JobListener;
import io.vsr4j.upscale.JobListener.Stage;
import io.vsr4j.upscale.JobSource;
import io.vsr4j.upscale.Outputs;
import io.vsr4j.upscale.PixelConverter;
import io.vsr4j.upscale.Prefetch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;

/**
 * Makes a bad video of a good one, as one clip: one draw for all of it. Sound and everything else beside the frames is kept,
 * so that the result stands in for its source. Memory does not grow with the video.
 */
public final class DegradeJob {
    /** Where a container holds no lossless codec: so that hardly anything is lost besides. */
    private static final int FINEST = 10;

    private final Path input;
    private final Path output;
    private final Settings settings;
    private final JobListener listener;
    private final List<String> notes = new ArrayList<>();
    private volatile boolean cancelled;

    /**
     * What a user asks for.
     *
     * @param preset what is done to the frames
     * @param temporal how that changes from frame to frame
     * @param scale by which both sides shrink, at least 1; a remainder of pixels goes
     * @param seed decides everything that is drawn
     * @param pictureRate frames a second, where the input is pictures
     * @param overwrite whether the output may be replaced
     */
    public record Settings(
            Preset preset, Temporal temporal, int scale, long seed, OptionalDouble pictureRate, boolean overwrite) {}

    /**
     * What came of it.
     *
     * @param output the file
     * @param width in pixels
     * @param height in pixels
     * @param frames how many
     * @param codec FFmpeg's name
     * @param seconds the job took
     * @param notes what a user should know, one sentence each
     */
    public record Report(
            Path output, int width, int height, int frames, String codec, double seconds, List<String> notes) {}

    /**
     * Describes a job; nothing is read or written yet.
     *
     * @param input a video, or a folder or pattern of pictures
     * @param output the file to make
     * @param listener follows the job
     */
    public DegradeJob(Path input, Path output, Settings settings, JobListener listener) {
        this.input = input;
        this.output = output;
        this.settings = settings;
        this.listener = listener;
    }

    /** Asks the job to stop before the next frame; {@link #run} then throws, and nothing is left. */
    public void cancel() {
        cancelled = true;
    }

    /**
     * Does the job.
     *
     * @return what came of it
     * @throws InvalidRequestException if the settings or the paths cannot be used
     * @throws io.vsr4j.media.MediaException if the input cannot be used, or the output's container not be written
     * @throws CancellationException after {@link #cancel}
     * @throws IOException if the output cannot be written
     */
    public Report run() throws IOException {
        long start = System.nanoTime();
        Container container = Container.of(output);
        Outputs.check(output, settings.overwrite());
        listener.stage(Stage.PROBE);
        JobSource source = JobSource.of(input, settings.pictureRate());
        refuseInputAsOutput(source);
        source.notes().forEach(this::note);
        OutputVideo video = video(source.video(), container);
        EncodeSettings encode = encoding(container);
        Path work = Files.createTempDirectory(
                output.toAbsolutePath().getParent(), "." + output.getFileName() + ".degrade-");
        Path frames = work.resolve("frames");
        try {
            degrade(source, video, encode, frames);
            listener.stage(Stage.JOIN);
            Joiner.join(source.joinPlan(), List.of(frames), output, settings.overwrite())
                    .notes()
                    .forEach(this::note);
        } finally {
            Files.deleteIfExists(frames);
            Files.deleteIfExists(work);
        }
        listener.stage(Stage.DONE);
        return new Report(
                output,
                video.width(),
                video.height(),
                source.video().frames().count(),
                encode.codec().ffmpegName(),
                (System.nanoTime() - start) / 1e9,
                List.copyOf(notes));
    }

    private void refuseInputAsOutput(JobSource source) throws IOException {
        for (Path file : source.files()) {
            if (Files.exists(output) && Files.isSameFile(file, output)) {
                throw new InvalidRequestException("the output " + output + " is the input; name another with -o");
            }
        }
    }

    private OutputVideo video(VideoInfo source, Container container) {
        int width = source.width() / settings.scale();
        int height = source.height() / settings.scale();
        if (settings.scale() < 1 || width < 2 || height < 2) {
            throw new InvalidRequestException("frames of " + source.width() + "x" + source.height()
                    + " cannot be reduced by " + settings.scale() + ", since 2x2 pixels must be left; take a smaller"
                    + " --scale, 1 at least");
        }
        boolean lossless = container.holds(Codec.FFV1);
        if (!lossless && (width % 2 != 0 || height % 2 != 0)) {
            throw new InvalidRequestException("frames of " + source.width() + "x" + source.height() + " reduced by "
                    + settings.scale() + " are " + width + "x" + height + ", and the codecs of " + container
                    + " take even sides only; write .mkv, or take another --scale");
        }
        PixelFormat format = lossless ? RgbPictures.RGB : PixelFormat.YUV420P;
        return OutputVideo.of(source, width, height, format);
    }

    private EncodeSettings encoding(Container container) {
        if (container.holds(Codec.FFV1)) {
            return container.adapt(EncodeSettings.of(Codec.FFV1));
        }
        Codec codec = container.defaultCodec(PixelFormat.YUV420P);
        note(container + " holds no lossless codec, so the frames are compressed once more, by " + codec + " at CRF "
                + FINEST + "; .mkv keeps them as they are.");
        return container.adapt(EncodeSettings.of(codec).withCrf(FINEST));
    }

    private void degrade(JobSource source, OutputVideo video, EncodeSettings encode, Path to) throws IOException {
        listener.stage(Stage.RESTORE);
        int total = source.video().frames().count();
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                FrameSource frames = source.open();
                FrameWriter writer = new FrameWriter(to, video, encode)) {
            Order order = new Order(settings.seed(), video.width(), video.height(), settings.temporal(), scope);
            Written written = new Written(writer, video, source.video(), scope);
            try (Step first = settings.preset().before(order, written);
                    Prefetch ahead = new Prefetch(frames, 0, total)) {
                PixelConverter converter = PixelConverter.of(source.video(), scope);
                for (int i = 0; i < total; i++) {
                    if (cancelled) {
                        throw new CancellationException(
                                "stopped before " + output + " was done; nothing is left of it");
                    }
                    Picture picture = ahead.take();
                    Raster frame = raster(converter, picture, scope);
                    ahead.recycle(picture);
                    first.put(frame);
                    listener.advanced(written.count, 0, total);
                }
                first.end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted");
            }
            if (frames.damaged() > 0) {
                note(frames.damaged() + " source frames were damaged; they are concealed or repeat a neighbour.");
            }
            writer.finish();
        }
    }

    private static Raster raster(PixelConverter converter, Picture picture, NDManager scope) {
        Raster frame = Raster.of(picture.width(), picture.height());
        try (NDManager step = scope.newSubManager();
                NDArray rgb = converter.read(step, picture)) {
            float[] unit = rgb.toFloatArray();
            for (int i = 0; i < unit.length; i++) {
                frame.samples()[i] = 255 * Math.max(0, Math.min(1, unit[i]));
            }
        }
        return frame;
    }

    /** Writes frames with the times of the source's. */
    private static final class Written implements Step {
        private final FrameWriter writer;
        private final VideoInfo source;
        private final NDManager scope;
        private final PixelConverter converter;
        private final Picture picture;
        private int count;

        Written(FrameWriter writer, OutputVideo video, VideoInfo source, NDManager scope) {
            this.writer = writer;
            this.source = source;
            this.scope = scope;
            converter = PixelConverter.of(video, scope);
            picture = new Picture(video.format(), video.width(), video.height());
        }

        @Override
        public void put(Raster frame) throws IOException {
            if (picture.format().equals(RgbPictures.RGB)) {
                RgbPictures.write(frame, picture);
            } else {
                float[] unit = new float[frame.samples().length];
                for (int i = 0; i < unit.length; i++) {
                    unit[i] = frame.code(i) / 255f;
                }
                try (NDManager step = scope.newSubManager()) {
                    converter.write(step.create(unit, new Shape(1, 3, frame.height(), frame.width())), picture);
                }
            }
            picture.pts(source.frames().pts()[count++]);
            writer.write(picture);
        }

        @Override
        public void end() {}

        @Override
        public void close() {}
    }

    private void note(String note) {
        notes.add(note);
        listener.note(note);
    }
}
