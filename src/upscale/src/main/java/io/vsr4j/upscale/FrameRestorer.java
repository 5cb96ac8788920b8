package io.vsr4j.upscale;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.Codec;
import io.vsr4j.media.EncodeSettings;
import io.vsr4j.media.FrameSink;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.VsrModel;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Restores the frames of one video after another, from sources into sinks: what a job does between its files. Nothing is
 * encoded and nothing is kept, so it suits those who look at the frames themselves. Windows, tiles and colours are planned as
 * for a job. A model stays open for the next video as long as that one needs it at the same factor. Not thread-safe.
 */
public final class FrameRestorer implements AutoCloseable {
    private static final PixelFormat RGB = new PixelFormat(PixelFormat.Model.RGB, 8, 0, 0);

    private final UpscaleSettings settings;
    private final ModelAccess access;
    private Opened opened;

    /** A model, and what it was opened for. */
    private record Opened(int scale, boolean offload, VsrModel model, LazyModel exact) implements AutoCloseable {
        @Override
        public void close() {
            exact.close();
            model.close();
        }
    }

    /** Opens the sink that takes a video's frames. */
    public interface Sinks {
        /**
         * {@return a sink, which is finished and closed for the caller}
         *
         * @param video the frames that it will be given: 8-bit RGB
         * @throws IOException if it cannot be opened
         */
        FrameSink open(OutputVideo video) throws IOException;
    }

    /**
     * What came of one video.
     *
     * @param run how windows were cut and computed
     * @param scale factor of the network
     * @param networkSeconds time in the network
     * @param recomputed windows that overflowed and were computed again in single precision
     * @param notes what a user should know, one sentence each
     */
    public record Report(UpscalePlan.Run run, int scale, double networkSeconds, int recomputed, List<String> notes) {}

    /**
     * Describes what is wanted; no model is opened yet.
     *
     * @param settings the network and the grid; neither its factor nor anything of output or part counts
     * @throws IllegalArgumentException if there is no such model
     */
    public FrameRestorer(UpscaleSettings settings) {
        this.settings = settings;
        this.access = ModelAccess.of(settings.network());
    }

    /**
     * Restores one video.
     *
     * @param frames the whole video, at any frame; stays open
     * @param scale factor of both sides, 1 to 8
     * @param sinks opens what takes the frames
     * @param written called after each frame that the sink has taken
     * @param cancelled asked before each window
     * @return what came of it
     * @throws InvalidRequestException if the settings do not fit the video
     * @throws java.util.concurrent.CancellationException if {@code cancelled} says so
     * @throws IOException if weights cannot be read, or the sink cannot be written
     */
    public Report restore(FrameSource frames, int scale, Sinks sinks, Runnable written, BooleanSupplier cancelled)
            throws IOException {
        VideoInfo video = frames.video();
        TorchEngine.setThreads(Planner.threads(settings));
        UpscaleSettings scaled = new UpscaleSettings(
                settings.network().withScale(scale),
                settings.grid(),
                UpscaleSettings.Output.DEFAULTS,
                UpscaleSettings.Part.WHOLE);
        Planner planner = new Planner(scaled, access.card(), video);
        int[] size = planner.pictureSize();
        OutputVideo made = OutputVideo.of(video, size[0], size[1], RGB);
        Device device = TorchEngine.device(settings.network().device());
        Allotment allotment = planner.allotment(access.parameters(), MemoryBudget.of(device));
        UpscalePlan.Run run = planner.run(allotment, () -> shots(frames, cancelled));
        Opened model = open(planner.networkScale(), allotment.offload());
        UpscalePlan plan = plan(planner, video, run, made, model.model().fingerprint());
        Optional<Supplier<VsrModel>> exact =
                access.dtype() == DType.F32 ? Optional.empty() : Optional.of(model.exact());
        try (NDManager manager = TorchEngine.newManager(device);
                FrameSink sink = sinks.open(made)) {
            Upscaler upscaler = new Upscaler(plan, model.model(), exact, made, manager, new HashMap<>());
            for (Chunk chunk : plan.chunks()) {
                upscaler.restore(chunk, frames, sink, written, cancelled);
            }
            return new Report(
                    run,
                    planner.networkScale(),
                    upscaler.times().seconds(StageTimes.Stage.NETWORK),
                    upscaler.recomputed(),
                    List.copyOf(planner.notes()));
        }
    }

    private static List<Integer> shots(FrameSource frames, BooleanSupplier cancelled) {
        return ShotDetector.shots(frames, count -> {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("stopped after looking at " + count + " frames");
            }
        });
    }

    /** One chunk, because nothing is kept that a crash could leave. */
    private UpscalePlan plan(
            Planner planner, VideoInfo video, UpscalePlan.Run run, OutputVideo made, String fingerprint) {
        int count = video.frames().count();
        UpscalePlan.Source source = new UpscalePlan.Source(
                0,
                "none",
                video.width(),
                video.height(),
                count,
                video.frameRate().toString());
        UpscalePlan.Output output = new UpscalePlan.Output(
                "frames", made.width(), made.height(), made.format(), EncodeSettings.of(Codec.FFV1));
        UpscalePlan plan = planner.plan(source, fingerprint, run, output);
        return new UpscalePlan(plan.version(), source, plan.model(), run, output, 0, count, count);
    }

    private Opened open(int scale, boolean offload) {
        if (opened != null && (opened.scale() != scale || opened.offload() != offload)) {
            close();
        }
        if (opened == null) {
            VsrModel model = access.open(scale, offload, access.dtype());
            opened = new Opened(scale, offload, model, new LazyModel(() -> access.open(scale, offload, DType.F32)));
        }
        return opened;
    }

    /** {@return the card of the model} */
    public ModelCard card() {
        return access.card();
    }

    /** Frees the model. */
    @Override
    public void close() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }
}
