package io.vsr4j.quality;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.quality.Comparison.MetricResult;
import io.vsr4j.quality.pixel.PairRows;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Compares two videos frame by frame, or looks at one. Both are decoded once, each on a thread of its own, while the frames
 * before are measured; memory does not grow with their length.
 *
 * <pre>{@code
 * Comparison result = new Comparer(Metrics.of(List.of("psnr", "ssim")))
 *         .align(true)
 *         .compare(Optional.of(reference), output);
 * }</pre>
 */
public final class Comparer {
    private final List<Metric> metrics;
    private boolean align;
    private int crop;
    private MetricWeights weights = MetricWeights.NONE;
    private Device device = Device.cpu();
    private long seed;
    private Consumer<FramePair> observer = pair -> {};

    /** @param metrics what is measured, in the order of the results */
    public Comparer(List<Metric> metrics) {
        this.metrics = List.copyOf(metrics);
    }

    /** Resamples the output in time and size where it is not like the reference, instead of refusing it. */
    public Comparer align(boolean resample) {
        align = resample;
        return this;
    }

    /** Leaves out pixels at each border, in metrics that compare pixel by pixel. */
    public Comparer crop(int pixels) {
        if (pixels < 0) {
            throw new IllegalArgumentException("crop must be at least 0 pixels, got " + pixels);
        }
        crop = pixels;
        return this;
    }

    /** Names the folder of the user's files. */
    public Comparer weights(MetricWeights folder) {
        weights = folder;
        return this;
    }

    /** Says where networks compute. */
    public Comparer device(Device where) {
        device = where;
        return this;
    }

    /** Chooses the places that metrics draw at random. */
    public Comparer seed(long number) {
        seed = number;
        return this;
    }

    /** Shows every pair to somebody else too, after it was measured; what he throws ends the comparison. */
    public Comparer observer(Consumer<FramePair> other) {
        observer = other;
        return this;
    }

    /**
     * Compares.
     *
     * @param reference what to compare with; without one, metrics that need one give a problem instead of a number
     * @param output what is measured
     * @return the results, with a problem for each metric that could not be computed
     * @throws io.vsr4j.media.MediaException if a video cannot be used
     * @throws IllegalArgumentException if the videos differ in frames, size or times, and are not to be aligned
     * @throws IOException if a video cannot be read now
     * @throws InterruptedException if the thread is interrupted
     */
    public Comparison compare(Optional<Path> reference, Path output) throws IOException, InterruptedException {
        VideoInput left = reference.isPresent() ? VideoInput.of(reference.get()) : null;
        return compare(left, VideoInput.of(output));
    }

    /**
     * Compares videos that were looked through.
     *
     * @param reference null if there is none
     * @param output what is measured
     * @return as the other one
     * @throws IOException if a video cannot be read now
     * @throws InterruptedException if the thread is interrupted
     */
    public Comparison compare(VideoInput reference, VideoInput output) throws IOException, InterruptedException {
        Alignment alignment = reference == null ? Alignment.alone(output) : Alignment.of(reference, output, align);
        checkCrop(alignment);
        List<String> remarks = new ArrayList<>(alignment.remarks());
        MeterSetting setting = new MeterSetting(
                alignment.width(),
                alignment.height(),
                alignment.times().length,
                (reference != null ? reference : output).framesPerSecond(),
                weights,
                device,
                seed,
                crop);
        List<Measurement> measurements = new ArrayList<>();
        try (NDManager manager = TorchEngine.newManager(device);
                PairStream stream = new PairStream(reference, output, alignment, manager)) {
            for (Metric metric : metrics) {
                measurements.add(Measurement.begin(metric, setting, reference != null));
            }
            PairRows rows = Measurement.rows(setting, measurements);
            stream.forEach(pair -> {
                Measurement.show(pair, rows, measurements);
                observer.accept(pair);
            });
            remark(remarks, reference, stream.damagedReference());
            remark(remarks, output, stream.damagedOutput());
            measurements.forEach(measurement -> remarks.addAll(measurement.remarks()));
            List<MetricResult> results =
                    measurements.stream().map(Measurement::end).toList();
            return new Comparison(
                    reference == null ? null : reference.name(),
                    output.name(),
                    alignment.width(),
                    alignment.height(),
                    alignment.times(),
                    results,
                    List.copyOf(remarks));
        } finally {
            measurements.forEach(Measurement::close);
        }
    }

    private void checkCrop(Alignment alignment) {
        if (2L * crop >= Math.min(alignment.width(), alignment.height())) {
            throw new IllegalArgumentException(
                    "a crop of " + crop + " pixels at each border leaves nothing of frames of " + alignment.width()
                            + "x" + alignment.height());
        }
    }

    private void remark(List<String> remarks, VideoInput input, int damaged) {
        if (input == null) {
            return;
        }
        input.notes().forEach(note -> remarks.add(input.name() + ": " + note));
        if (damaged > 0) {
            remarks.add(input.name() + ": " + damaged + " frames could not be decoded without loss");
        }
    }
}
