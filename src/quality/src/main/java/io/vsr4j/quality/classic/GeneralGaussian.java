package io.vsr4j.quality.classic;

/**
 * A generalised Gaussian distribution with a side of its own each way, fitted to numbers by their moments (Lasmar, Stitou and
 * Berthoumieu, 2009).
 *
 * @param shape 2 is Gaussian, less is more pointed; found among multiples of 0.001 from 0.2 to 10
 * @param left scale of the numbers below 0; NaN if there are none
 * @param right scale of the numbers above 0; NaN if there are none
 */
record GeneralGaussian(double shape, double left, double right) {
    private static final double LEAST = 0.2;
    private static final double STEP = 0.001;
    /** For each shape the squared mean of absolute values over the mean of squares; it increases. */
    private static final double[] RATIOS = ratios();

    private static double[] ratios() {
        double[] ratios = new double[9801];
        for (int i = 0; i < ratios.length; i++) {
            double reciprocal = 1 / (LEAST + i * STEP);
            double middle = Gamma.of(2 * reciprocal);
            ratios[i] = middle * middle / (Gamma.of(reciprocal) * Gamma.of(3 * reciprocal));
        }
        return ratios;
    }

    /** Adds up what a fit needs. */
    static final class Moments {
        private double below;
        private double above;
        private double absolute;
        private long countBelow;
        private long countAbove;
        private long count;

        void add(double x) {
            if (x < 0) {
                below += x * x;
                countBelow++;
                absolute -= x;
            } else if (x > 0) {
                above += x * x;
                countAbove++;
                absolute += x;
            }
            count++;
        }

        GeneralGaussian fit() {
            double left = Math.sqrt(below / countBelow);
            double right = Math.sqrt(above / countAbove);
            double gamma = left / right;
            double mean = absolute / count;
            double ratio = mean * mean / ((below + above) / count);
            double asymmetry = gamma * gamma + 1;
            double wanted = ratio * (gamma * gamma * gamma + 1) * (gamma + 1) / (asymmetry * asymmetry);
            double shape = shape(wanted);
            double scale = Math.sqrt(Gamma.of(1 / shape) / Gamma.of(3 / shape));
            return new GeneralGaussian(shape, left * scale, right * scale);
        }
    }

    /** {@return mean of the distribution, but for a factor that the fit leaves out} */
    double mean() {
        return (right - left) * (Gamma.of(2 / shape) / Gamma.of(1 / shape));
    }

    /** The nearest; the first one if nothing is near. */
    private static double shape(double wanted) {
        int best = 0;
        if (!Double.isNaN(wanted)) {
            int low = 0;
            int high = RATIOS.length - 1;
            while (high - low > 1) {
                int middle = (low + high) >>> 1;
                if (RATIOS[middle] < wanted) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            best = Math.abs(RATIOS[low] - wanted) <= Math.abs(RATIOS[high] - wanted) ? low : high;
        }
        return LEAST + best * STEP;
    }
}
