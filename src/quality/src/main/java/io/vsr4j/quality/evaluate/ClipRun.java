package io.vsr4j.quality.evaluate;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.FrameSink;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.quality.Comparer;
import io.vsr4j.quality.Comparison;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.VideoInput;
import io.vsr4j.tensor.PeakMemory;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.upscale.FrameRestorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/** One model on one clip: restored into a spool, then measured, so that neither disturbs the other's figures. */
final class ClipRun {
    private final EvaluationSettings settings;
    private final FrameRestorer restorer;
    private final DoubleConsumer progress;
    private final BooleanSupplier cancelled;

    /**
     * @param restorer of the model
     * @param progress told the share that is done
     * @param cancelled asked before each frame or window
     */
    ClipRun(EvaluationSettings settings, FrameRestorer restorer, DoubleConsumer progress, BooleanSupplier cancelled) {
        this.settings = settings;
        this.restorer = restorer;
        this.progress = progress;
        this.cancelled = cancelled;
    }

    /**
     * Restores and measures.
     *
     * @param key of the result
     * @param metrics what is measured, with their keys
     * @return the result
     * @throws CancellationException if {@code cancelled} says so
     */
    ClipResult run(String key, DataSet set, DataClip clip, Protocol protocol, Map<Metric, String> metrics)
            throws IOException {
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                PreparedClip prepared = PreparedClip.open(set, clip, protocol, scope, settings.out());
                FrameSpool ready = new FrameSpool(settings.out());
                FrameSpool spool = new FrameSpool(settings.out())) {
            VideoInfo input = prepared.input().video();
            int frames = input.frames().count();
            copy(prepared.input(), ready.sink());
            int[] done = {0};
            PeakMemory.reset();
            long start = System.nanoTime();
            FrameRestorer.Report report = restorer.restore(
                    ready.source(input),
                    prepared.scale(),
                    video -> spool.sink(),
                    () -> progress.accept(++done[0] / (2.0 * frames)),
                    cancelled);
            double seconds = (System.nanoTime() - start) / 1e9;
            long peak = PeakMemory.bytes();
            VideoInfo restored =
                    RgbFrames.describe(input, input.width() * prepared.scale(), input.height() * prepared.scale());
            Comparison comparison = measure(clip, prepared.reference(), spool.source(restored), metrics.keySet());
            return new ClipResult(
                    ClipResult.VERSION,
                    key,
                    set.name(),
                    clip.name(),
                    restorer.card().id(),
                    frames,
                    restored.width(),
                    restored.height(),
                    prepared.scale(),
                    report.run().window(),
                    report.run().tile(),
                    seconds,
                    report.networkSeconds(),
                    peak,
                    measured(comparison, metrics),
                    comparison.remarks());
        }
    }

    /** Decoding and degrading are none of the model's time. */
    private void copy(FrameSource from, FrameSink into) throws IOException {
        Picture picture = from.video().newPicture();
        from.seek(0);
        for (int i = 0; i < from.video().frames().count(); i++) {
            checkCancelled();
            from.read(picture);
            into.write(picture);
        }
    }

    private void checkCancelled() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("stopped");
        }
    }

    private Comparison measure(DataClip clip, Optional<FrameSource> reference, FrameSource output, Set<Metric> metrics)
            throws IOException {
        int frames = output.video().frames().count();
        Comparer comparer = new Comparer(List.copyOf(metrics))
                .weights(settings.weights())
                .device(TorchEngine.device(settings.models().get(0).network().device()))
                .seed(settings.seed())
                .observer(pair -> {
                    progress.accept((1 + (pair.index() + 1.0) / frames) / 2);
                    checkCancelled();
                });
        try {
            return comparer.compare(reference.map(frame -> input(clip, frame)).orElse(null), input(clip, output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    /** Both sides are alike frame by frame, whatever times their containers gave them. */
    private static VideoInput input(DataClip clip, FrameSource frames) {
        return new VideoInput(Path.of(clip.name()), frames.video(), false, List.of(), () -> new LentFrames(frames));
    }

    private static Map<String, ClipResult.Measured> measured(Comparison comparison, Map<Metric, String> metrics) {
        Map<String, ClipResult.Measured> measured = new LinkedHashMap<>();
        metrics.forEach((metric, key) -> measured.put(
                metric.card().id(), measured(comparison, metric.card().id(), key)));
        return measured;
    }

    private static ClipResult.Measured measured(Comparison comparison, String id, String key) {
        Comparison.MetricResult result = comparison.results().stream()
                .filter(r -> r.card().id().equals(id))
                .findFirst()
                .orElseThrow();
        return result.score() == null
                ? new ClipResult.Measured(key, Double.NaN, Map.of(), result.problem())
                : new ClipResult.Measured(
                        key, result.score().value(), result.score().parts(), "");
    }
}
