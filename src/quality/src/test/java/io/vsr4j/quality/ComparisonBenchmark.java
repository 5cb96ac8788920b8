package io.vsr4j.quality;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaSource;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.quality.pixel.PairRows;
import io.vsr4j.tensor.TorchEngine;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;

/**
 * What a pair of frames costs to decode in one thread, and to measure when it is decoded, in time of the processor, which other
 * programs do not add to; and how long both take together. Arguments: reference, output, metrics (such as
 * {@code psnr,ssim}), runs. Prints medians.
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
            times[2][run] = alone(() -> measure(reference, output, metrics));
            long start = System.nanoTime();
            new Comparer(metrics).compare(reference, output);
            times[3][run] = (System.nanoTime() - start) / 1e6 / output.frames();
        }
        String[] names = {
            "decode reference, 1 thread", "decode output, 1 thread", "measure, 1 thread", "compare, elapsed"
        };
        for (int i = 0; i < names.length; i++) {
            System.out.printf(Locale.ROOT, "%-28s %7.2f ms a frame%n", names[i], median(times[i]));
        }
    }

    /** Bands of a frame are shown by the threads of the pool that asks for it: here by one. */
    private static double alone(Callable<Double> work) throws Exception {
        ForkJoinPool one = new ForkJoinPool(1);
        try {
            return one.submit(work).get();
        } finally {
            one.shutdown();
        }
    }

    private static double decode(VideoInput input) throws Exception {
        long start = processor();
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
        VideoInfo video = output.video();
        MeterSetting setting =
                new MeterSetting(video.width(), video.height(), frames, 25, MetricWeights.NONE, Device.cpu(), 0);
        List<Measurement> measurements = new ArrayList<>();
        for (Metric metric : metrics) {
            measurements.add(Measurement.begin(metric, setting, true));
        }
        FrameSide one = new FrameSide(reference.video());
        FrameSide other = new FrameSide(output.video());
        PairRows rows = Measurement.rows(setting, measurements);
        long start = processor();
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

    private static long processor() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double milliseconds(long start) {
        return (processor() - start) / 1e6;
    }

    private static double median(double[] times) {
        double[] sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
