package io.vsr4j.quality.report;

/**
 * The numbers of a metric over the frames of a film of any length, in a bounded number of steps of equally many frames.
 *
 * @param low smallest finite number of each step; NaN where there is none
 * @param mean their mean
 * @param high the largest
 */
record Curve(double[] low, double[] mean, double[] high) {
    /** More cannot be told apart on a screen. */
    static final int MOST_STEPS = 1000;

    /** {@return how many steps a number of frames makes} */
    static int steps(int frames) {
        return Math.min(frames, MOST_STEPS);
    }

    /** {@return the first frame of a step; that of the step after the last is the number of frames} */
    static int first(int step, int frames) {
        return (int) ((long) step * frames / steps(frames));
    }

    /** {@return the step that a frame is in} */
    static int stepOf(int frame, int frames) {
        int step = (int) ((long) frame * steps(frames) / frames);
        return first(step + 1, frames) <= frame ? step + 1 : step;
    }

    static Curve of(double[] values) {
        int steps = steps(values.length);
        Curve curve = new Curve(new double[steps], new double[steps], new double[steps]);
        for (int step = 0; step < steps; step++) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            double sum = 0;
            int count = 0;
            for (int i = first(step, values.length); i < first(step + 1, values.length); i++) {
                if (Double.isFinite(values[i])) {
                    low = Math.min(low, values[i]);
                    high = Math.max(high, values[i]);
                    sum += values[i];
                    count++;
                }
            }
            curve.low[step] = count == 0 ? Double.NaN : low;
            curve.mean[step] = count == 0 ? Double.NaN : sum / count;
            curve.high[step] = count == 0 ? Double.NaN : high;
        }
        return curve;
    }

    /** {@return number of steps} */
    int steps() {
        return mean.length;
    }
}
