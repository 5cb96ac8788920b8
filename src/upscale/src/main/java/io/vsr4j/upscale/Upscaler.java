package io.vsr4j.upscale;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.FrameSink;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.Picture;
import io.vsr4j.models.VsrModel;
import io.vsr4j.tensor.Torch;
import io.vsr4j.upscale.StageTimes.Stage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Restores the frames of a chunk: a frame source in, a frame sink out.
 *
 * <p>Decoding, the network and encoding run on a thread each. At any time one window of source frames, one window of
 * restored frames and a few frames on their way are held, however long the video is. One chunk at a time.
 */
public final class Upscaler {
    private final UpscalePlan plan;
    private final PrecisionGuard models;
    private final OutputVideo output;
    private final NDManager manager;
    private final ShotMeasures measures;
    private final StageTimes times = new StageTimes();

    /**
     * Prepares to obey a plan.
     *
     * @param plan what to do
     * @param model the network that the plan names, on its device; stays open
     * @param output layout of the frames that the sink takes; frames are turned if its rotation is not the source's
     * @param manager parent of all that is allocated, on the model's device; stays open
     */
    public Upscaler(UpscalePlan plan, VsrModel model, OutputVideo output, NDManager manager) {
        this(plan, model, output, manager, new HashMap<>());
    }

    /**
     * Prepares to obey a plan, with what is known of its shots.
     *
     * @param plan what to do
     * @param model the network that the plan names, on its device; stays open
     * @param output layout of the frames that the sink takes; frames are turned if its rotation is not the source's
     * @param manager parent of all that is allocated, on the model's device; stays open
     * @param shots what the model has measured, by index of each shot's first frame; what is missing is measured and
     *     put there. Whoever works on the same job may share it, since all would measure the same
     */
    public Upscaler(
            UpscalePlan plan, VsrModel model, OutputVideo output, NDManager manager, Map<Integer, List<Float>> shots) {
        this(plan, model, Optional.empty(), output, manager, shots);
    }

    /**
     * Prepares to obey a plan, with the network in single precision for windows that overflow in fewer bits.
     *
     * @param plan what to do
     * @param model the network that the plan names, on its device; stays open
     * @param exact gives the same network in single precision, when it is first needed; stays open. Empty: a window of
     *     which some numbers are none is an error
     * @param output layout of the frames that the sink takes; frames are turned if its rotation is not the source's
     * @param manager parent of all that is allocated, on the model's device; stays open
     * @param shots what the model has measured, by index of each shot's first frame
     */
    public Upscaler(
            UpscalePlan plan,
            VsrModel model,
            Optional<Supplier<VsrModel>> exact,
            OutputVideo output,
            NDManager manager,
            Map<Integer, List<Float>> shots) {
        this.plan = plan;
        this.models = new PrecisionGuard(model, exact);
        this.output = output;
        this.manager = manager;
        this.measures = new ShotMeasures(model.shotMeasure(), plan.windows(), shots);
    }

    /** {@return windows so far that were computed again, in single precision} */
    public int recomputed() {
        return models.recomputed();
    }

    /** {@return where the time went so far} */
    public StageTimes times() {
        return times;
    }

    /**
     * Restores one chunk and finishes the sink.
     *
     * @param chunk which frames
     * @param source the whole video, of the plan's size and number of frames
     * @param sink receives exactly the chunk's frames, in order, with the source's presentation times
     * @param written called after each frame that the sink has taken
     * @param cancelled asked before each window
     * @throws CancellationException if {@code cancelled} says so; the sink is not finished
     * @throws io.vsr4j.media.BrokenOutputException if the network gives numbers that are none, or frames of another size
     *     or number; the sink is not finished
     */
    public void restore(Chunk chunk, FrameSource source, FrameSink sink, Runnable written, BooleanSupplier cancelled) {
        WindowGrid grid = plan.windows();
        List<Window> windows = grid.touching(chunk.first(), chunk.end());
        int from = windows.get(0).first();
        int to = windows.get(windows.size() - 1).end();
        Map<Window, List<Float>> shots = measures.of(windows, source, manager);
        try (NDManager scope = manager.newSubManager();
                Prefetch prefetch = new Prefetch(source, from, to);
                Postfeed postfeed = new Postfeed(
                        sink, () -> new Picture(output.format(), output.width(), output.height()), written)) {
            PixelConverter toRgb = PixelConverter.of(source.video(), scope);
            PixelConverter fromRgb = PixelConverter.of(output, scope);
            WindowRestorer restorer = new WindowRestorer(models, plan);
            SourceFrames frames = new SourceFrames(scope, prefetch, toRgb, from, times);
            Blend blend = new Blend(grid, scope, chunk.first(), chunk.end());
            int next = chunk.first();
            for (int i = 0; i < windows.size(); i++) {
                if (cancelled.getAsBoolean()) {
                    throw new CancellationException("stopped before frame " + next);
                }
                try (NDManager step = scope.newSubManager()) {
                    NDArray low = frames.window(step, windows.get(i));
                    long start = System.nanoTime();
                    Window window = windows.get(i);
                    blend.add(window, restorer.restore(low, window, shots.get(window)));
                    times.add(Stage.NETWORK, start);
                }
                // No window after this one has a share in frames before its own first.
                int settled = i + 1 < windows.size() ? windows.get(i + 1).first() : chunk.end();
                for (; next < Math.min(settled, chunk.end()); next++) {
                    emit(blend.take(next), next, source, frames, fromRgb, postfeed);
                }
            }
            postfeed.finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    private void emit(
            NDArray restored,
            int index,
            FrameSource source,
            SourceFrames frames,
            PixelConverter converter,
            Postfeed postfeed)
            throws InterruptedException {
        try (restored) {
            long start = System.nanoTime();
            Picture picture = postfeed.blank();
            times.add(Stage.WAIT_FOR_ENCODER, start);
            start = System.nanoTime();
            int quarters = quarterTurns(source);
            if (quarters == 0) {
                write(restored, picture, converter);
            } else {
                // The operation turns from the first axis to the second, which is counter-clockwise.
                try (NDArray upright = restored.rotate90(4 - quarters, new int[] {2, 3})) {
                    write(upright, picture, converter);
                }
            }
            times.add(Stage.CONVERT, start);
            picture.pts(source.video().frames().pts()[index]);
            picture.captions(frames.get(index).captions());
            picture.damaged(frames.get(index).damaged());
            postfeed.put(picture);
        }
    }

    /** {@return clockwise turns that a player makes of the source and will not make of the output} */
    private int quarterTurns(FrameSource source) {
        return Math.floorMod(source.video().rotation() - output.rotation(), 360) / 90;
    }

    private static void write(NDArray frame, Picture picture, PixelConverter converter) {
        if (frame.getShape().get(2) == picture.height() && frame.getShape().get(3) == picture.width()) {
            converter.write(frame, picture);
        } else {
            try (NDArray resampled = Torch.bicubicAntialias(frame, picture.height(), picture.width())) {
                converter.write(resampled, picture);
            }
        }
    }
}
