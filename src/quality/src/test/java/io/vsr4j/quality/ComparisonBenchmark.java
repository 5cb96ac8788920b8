package io.vsr4j.quality;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaSource;
import io.vsr4j.media.Picture;
import io.vsr4j.quality.pixel.PairRows;
import io.vsr4j.tensor.TorchEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long a frame pair takes to decode in one thread, to measure when it is decoded, and both at once. Arguments: reference,
 * output, metrics (such as {@code psnr,ssim}), runs. Prints medians.
 */
public final class ComparisonBenchmark {
    private static final int HELD = 16;

    private ComparisonBenchmark() {}

    public static void main(String[] args) throws Exception {
        VideoInput reference = VideoInput.of(Path.of(args[0]));
        VideoInput output = VideoInput.of(Path.of(args[1]));
        List<Metric> metrics = Metrics.of(List.of(args[2].split(",")));
        int runs = Integer.parseInt(args[3]);
        double[][] times = new double[4][runs];
        for (int run = 0; run < runs; run++) {
            times[0][run] = decode(reference);
            times[1][run] = decode(output);
            times[2][run] = measure(reference, output, metrics);
            long start = System.nanoTime();
            new Comparer(metrics).compare(reference, output);
            times[3][run] = milliseconds(start) / output.frames();
        }
        String[] names = {"decode reference, 1 thread", "decode output, 1 thread", "measure, 1 thread", "compare"};
        for (int i = 0; i < names.length; i++) {
            System.out.printf(Locale.ROOT, "%-28s %7.2f ms a frame%n", names[i], median(times[i]));
        }
    }

    private static double decode(VideoInput input) throws Exception {
        long start = System.nanoTime();
        try (FrameReader frames =
                FrameReader.open(MediaSource.of(input.path()), input.video(), MediaLimits.DEFAULT, 1)) {
            Picture picture = input.video().newPicture();
            for (int i = 0; i < input.frames(); i++) {
                frames.read(picture);
            }
        }
        return milliseconds(start) / input.frames();
    }

    /** The first frames, which are decoded before. */
    private static double measure(VideoInput reference, VideoInput output, List<Metric> metrics) throws Exception {
        int frames = Math.min(HELD, output.frames());
        List<Picture> left = pictures(reference, frames);
        List<Picture> right = pictures(output, frames);
        int width = output.video().width();
        int height = output.video().height();
        MeterSetting setting = new MeterSetting(width, height, frames, 25, MetricWeights.NONE, Device.cpu(), 0);
        List<Measurement> measurements = new ArrayList<>();
        for (Metric metric : metrics) {
            measurements.add(Measurement.begin(metric, setting, true));
        }
        FrameSide one = new FrameSide(reference.video());
        FrameSide other = new FrameSide(output.video());
        PairRows rows = new PairRows(width, height, 0);
        long start = System.nanoTime();
        try (NDManager manager = TorchEngine.newManager(Device.cpu())) {
            for (int i = 0; i < frames; i++) {
                one.open(left.get(i));
                other.open(right.get(i));
                try (NDManager scope = manager.newSubManager()) {
                    Measurement.show(new DecodedPair(scope, one, other, i, i), rows, measurements);
                }
            }
        }
        double time = milliseconds(start) / frames;
        measurements.forEach(Measurement::close);
        return time;
    }

    private static List<Picture> pictures(VideoInput input, int count) throws Exception {
        List<Picture> pictures = new ArrayList<>();
        try (var frames = input.opener().open()) {
            for (int i = 0; i < count; i++) {
                Picture picture = input.video().newPicture();
                frames.read(picture);
                pictures.add(picture);
            }
        }
        return pictures;
    }

    private static double milliseconds(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
