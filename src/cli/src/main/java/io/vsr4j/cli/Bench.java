package io.vsr4j.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.media.Codec;
import io.vsr4j.media.EncodeSettings;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.FrameSink;
import io.vsr4j.media.FrameWriter;
import io.vsr4j.media.MediaInfo;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaProbe;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.models.ColourMatch;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.PeakMemory;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.upscale.JobListener;
import io.vsr4j.upscale.StageTimes;
import io.vsr4j.upscale.UpscaleJob;
import io.vsr4j.upscale.UpscalePlan;
import io.vsr4j.upscale.UpscaleSettings;
import io.vsr4j.upscale.Upscaler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Measures each stage alone, and then all of them at once as a job runs them. */
final class Bench {
    private final UpscaleSettings settings;
    private final int scale;
    private final int networkScale;
    private final int frames;
    private final SyntheticVideo video;
    private final Codec codec;
    private final Interrupts interrupts;
    private final List<Stage> stages = new ArrayList<>();

    /**
     * One stage.
     *
     * @param name decode, convert, network, encode or pipeline
     * @param seconds for all frames
     * @param peakBytes most memory of the process meanwhile
     */
    record Stage(String name, double seconds, long peakBytes) {}

    private interface Work {
        void run() throws IOException;
    }

    Bench(UpscaleSettings settings, int width, int height, int frames, Interrupts interrupts) {
        ModelCard card = ModelRegistry.card(settings.network().model());
        this.settings = settings;
        this.scale = settings.network().scale().orElse(card.defaultScale());
        this.networkScale = card.scaleFor(scale);
        this.frames = frames;
        this.video = new SyntheticVideo(width, height, frames);
        this.codec = Codec.of(settings.output().codec().orElseThrow());
        this.interrupts = interrupts;
    }

    /**
     * Measures.
     *
     * @param folder an empty folder for files
     * @return the stages in the order in which they were measured
     */
    List<Stage> run(Path folder) throws IOException {
        settings.network().threads().ifPresent(TorchEngine::setThreads);
        Path clip = folder.resolve("clip.mp4");
        video.writeTo(clip, codec);
        measure("decode", () -> decode(clip));
        convert();
        network();
        encode(folder.resolve("encoded"));
        pipeline(clip, folder.resolve("pipeline.mp4"));
        return stages;
    }

    /**
     * Measures the pipeline alone, as long as it runs evenly: not until weights are read and blocks compiled, which a worker does
     * once and not for each chunk.
     *
     * @param folder an empty folder for files
     * @param first frames of the video that are not counted
     * @return seconds for each of the others
     */
    double secondsPerFrame(Path folder, int first) throws IOException {
        Path clip = folder.resolve("clip.mp4");
        video.writeTo(clip, codec);
        Pace pace = new Pace(first);
        UpscaleJob job = new UpscaleJob(clip, folder.resolve("pipeline.mp4"), settings, false, pace);
        interrupts.guard(job::cancel);
        job.run();
        return pace.secondsPerFrame();
    }

    /** How fast frames come after the first ones. */
    private static final class Pace implements JobListener {
        private final int first;
        private long startNanos;
        private long endNanos;
        private int start;
        private int end;

        private Pace(int first) {
            this.first = first;
        }

        @Override
        public synchronized void advanced(int done, int reused, int total) {
            if (done < first) {
                return;
            }
            endNanos = System.nanoTime();
            end = done;
            if (start == 0) {
                start = done;
                startNanos = endNanos;
            }
        }

        private synchronized double secondsPerFrame() {
            if (end == start) {
                throw new IllegalStateException("no frame came after the first " + first);
            }
            return (endNanos - startNanos) / 1e9 / (end - start);
        }
    }

    /** {@return the factor that was measured} */
    int scale() {
        return scale;
    }

    /** {@return name of the type that the network was measured in} */
    String dtype() {
        return type().computeName();
    }

    private DType type() {
        return settings.network().dtype(ModelRegistry.card(settings.network().model()));
    }

    /** {@return name of the codec that was measured} */
    String codec() {
        return codec.ffmpegName();
    }

    private void decode(Path clip) throws IOException {
        MediaInfo info = MediaProbe.probe(clip, MediaLimits.DEFAULT);
        try (FrameReader reader = FrameReader.open(info)) {
            Picture picture = info.video().newPicture();
            for (int i = 0; i < frames; i++) {
                checkInterrupted();
                reader.read(picture);
            }
        }
    }

    /** Code values to R'G'B' and back: a pipeline with the cheapest model, of which only the conversion is counted. */
    private void convert() throws IOException {
        UpscalePlan plan = plan();
        PeakMemory.reset();
        try (VsrModel model = ModelRegistry.open("bicubic", scale, ModelOptions.DEFAULT);
                NDManager manager = TorchEngine.newManager(Device.cpu())) {
            Upscaler upscaler = new Upscaler(plan, model, video.enlarged(scale), manager);
            upscaler.restore(plan.chunks().get(0), video, new NoSink(), () -> {}, interrupts::interrupted);
            stages.add(new Stage("convert", upscaler.times().seconds(StageTimes.Stage.CONVERT), PeakMemory.bytes()));
        }
    }

    private UpscalePlan plan() {
        VideoInfo source = video.video();
        OutputVideo large = video.enlarged(scale);
        return new UpscalePlan(
                UpscalePlan.VERSION,
                new UpscalePlan.Source(
                        0,
                        "none",
                        source.width(),
                        source.height(),
                        frames,
                        source.frameRate().toString()),
                new UpscalePlan.Model("bicubic", scale, "none", "f32", 0, ""),
                new UpscalePlan.Run(
                        "cpu", TorchEngine.threads(), Math.min(frames, 8), 0, 0, List.of(0), 0, 0, ColourMatch.NONE),
                new UpscalePlan.Output("mp4", large.width(), large.height(), large.format(), EncodeSettings.of(codec)),
                0,
                frames,
                frames);
    }

    /** Takes frames and forgets them. */
    private static final class NoSink implements FrameSink {
        @Override
        public void write(Picture picture) {}

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }

    private void network() throws IOException {
        ModelOptions options = new ModelOptions(
                settings.network().weights(),
                TorchEngine.device(settings.network().device()),
                type(),
                settings.network().offload(),
                settings.network().prompt());
        try (VsrModel model = ModelRegistry.open(settings.network().model(), networkScale, options);
                NDManager manager = TorchEngine.newManager(options.device())) {
            restore(model, manager, model.card().frames().minimum()); // the first call compiles and allocates
            measure("network", () -> {
                int window = settings.grid().window().orElse(model.card().windowFrames());
                for (int done = 0; done < frames; done += window) {
                    restore(model, manager, model.card().frames().up(Math.min(window, frames - done)));
                }
            });
        }
    }

    private void restore(VsrModel model, NDManager manager, int count) {
        checkInterrupted();
        int multiple = model.card().spatialMultiple();
        int height = -Math.floorDiv(-video.video().height(), multiple) * multiple;
        int width = -Math.floorDiv(-video.video().width(), multiple) * multiple;
        try (NDManager step = manager.newSubManager()) {
            NDArray input = step.randomUniform(0, 1, new Shape(count, 3, height, width));
            NDArray output = model.restore(input, Placement.ORIGIN);
            output.getFloat(0, 0, 0, 0); // a device may still be computing
        }
    }

    private void encode(Path file) throws IOException {
        OutputVideo large = video.enlarged(scale);
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < Math.min(frames, 4); i++) { // painting is not what is measured
            Picture picture = new Picture(large.format(), large.width(), large.height());
            SyntheticVideo.paint(picture, i);
            pictures.add(picture);
        }
        measure("encode", () -> {
            try (FrameWriter writer = new FrameWriter(file, large, EncodeSettings.of(codec))) {
                for (int i = 0; i < frames; i++) {
                    checkInterrupted();
                    Picture picture = pictures.get(i % pictures.size());
                    picture.pts(i);
                    writer.write(picture);
                }
                writer.finish();
            }
        });
    }

    private void pipeline(Path clip, Path out) throws IOException {
        UpscaleJob job = new UpscaleJob(clip, out, settings, false, JobListener.NONE);
        interrupts.guard(job::cancel);
        measure("pipeline", job::run);
    }

    private void measure(String name, Work work) throws IOException {
        PeakMemory.reset();
        long start = System.nanoTime();
        work.run();
        stages.add(new Stage(name, (System.nanoTime() - start) / 1e9, PeakMemory.bytes()));
    }

    private void checkInterrupted() {
        if (interrupts.interrupted()) {
            throw new CancellationException("stopped");
        }
    }
}
