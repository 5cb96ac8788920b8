package io.vsr4j.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Which frame of the output is compared with which of the reference.
 *
 * @param width of the frames that are compared, in pixels
 * @param height of the frames that are compared, in pixels
 * @param outputFrames for each pair the output's frame, never decreasing; pair i has the reference's frame i
 * @param times presentation time of each pair in seconds
 * @param remarks what was done
 */
record Alignment(int width, int height, int[] outputFrames, double[] times, List<String> remarks) {
    /** Times are whole units of each file's own time base, and some containers know only milliseconds. */
    private static final double CLOCK = 0.0011;

    /** Every frame of the output, as it is. */
    static Alignment alone(VideoInput output) {
        int[] frames = new int[output.frames()];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = i;
        }
        return new Alignment(output.video().width(), output.video().height(), frames, times(output), List.of());
    }

    /**
     * Pairs the frames of two videos.
     *
     * @param resample whether the output's frames may be chosen by time, and resized
     * @throws IllegalArgumentException if the videos differ, and nothing may be resampled
     */
    static Alignment of(VideoInput reference, VideoInput output, boolean resample) {
        List<String> remarks = new ArrayList<>();
        int width = reference.video().width();
        int height = reference.video().height();
        if (width != output.video().width() || height != output.video().height()) {
            if (!resample) {
                throw differ(reference, output, "frames of " + size(reference), "frames of " + size(output));
            }
            remarks.add("the output was resized from " + size(output) + " to " + size(reference) + " (bicubic)");
        }
        boolean timed = reference.timed() && output.timed();
        double[] want = fromZero(times(reference));
        double[] have = fromZero(times(output));
        if (reference.frames() == output.frames() && (!timed || firstApart(want, have) < 0)) {
            Alignment pairs = alone(output);
            double[] times = output.timed() ? pairs.times : times(reference);
            return new Alignment(width, height, pairs.outputFrames, times, remarks);
        }
        if (!resample) {
            throw reference.frames() != output.frames()
                    ? differ(reference, output, reference.frames() + " frames", output.frames() + " frames")
                    : apart(reference, output, want, have);
        }
        if (!timed) {
            throw new IllegalArgumentException(reference.name() + " has " + reference.frames() + " frames and "
                    + output.name() + " " + output.frames()
                    + ", and pictures have no times by which they could be aligned; leave out what has no counterpart");
        }
        remarks.add("the output has " + output.frames() + " frames and the reference " + reference.frames()
                + "; for each frame of the reference, the output's nearest in time was taken");
        return new Alignment(width, height, nearest(want, have), times(reference), remarks);
    }

    /** {@return whether the output's frames are resized} */
    boolean resizes(VideoInput output) {
        return width != output.video().width() || height != output.video().height();
    }

    private static double[] times(VideoInput input) {
        double[] times = new double[input.frames()];
        for (int i = 0; i < times.length; i++) {
            times[i] = input.video().frames().seconds(i);
        }
        return times;
    }

    private static double[] fromZero(double[] times) {
        double[] shifted = times.clone();
        for (int i = 0; i < shifted.length; i++) {
            shifted[i] -= times[0];
        }
        return shifted;
    }

    private static int firstApart(double[] want, double[] have) {
        for (int i = 0; i < want.length; i++) {
            if (Math.abs(want[i] - have[i]) > tolerance(want, i)) {
                return i;
            }
        }
        return -1;
    }

    /** Half the way to the next frame, or a clock's inaccuracy if that is more. */
    private static double tolerance(double[] times, int i) {
        double before = i > 0 ? times[i] - times[i - 1] : Double.POSITIVE_INFINITY;
        double after = i + 1 < times.length ? times[i + 1] - times[i] : Double.POSITIVE_INFINITY;
        return Math.max(CLOCK, Math.min(before, after) / 2);
    }

    private static int[] nearest(double[] want, double[] have) {
        int[] frames = new int[want.length];
        int at = 0;
        for (int i = 0; i < want.length; i++) {
            while (at + 1 < have.length && Math.abs(have[at + 1] - want[i]) < Math.abs(have[at] - want[i])) {
                at++;
            }
            frames[i] = at;
        }
        return frames;
    }

    private static IllegalArgumentException apart(
            VideoInput reference, VideoInput output, double[] want, double[] have) {
        int i = firstApart(want, have);
        return differ(
                reference,
                output,
                String.format(Locale.ROOT, "frame %d at %.4f s after its first", i, want[i]),
                String.format(Locale.ROOT, "its own at %.4f s, %.4f s off", have[i], Math.abs(have[i] - want[i])));
    }

    private static IllegalArgumentException differ(VideoInput reference, VideoInput output, String one, String other) {
        return new IllegalArgumentException(reference.name() + " has " + one + ", " + output.name() + " has " + other
                + "; a frame is compared with the one at the same time and of the same size. Use --align to resample");
    }

    private static String size(VideoInput input) {
        return input.video().width() + "x" + input.video().height();
    }
}
