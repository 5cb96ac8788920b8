package io.vsr4j.quality.classic;

/**
 * Over which pixels SSIM takes means and variances.
 *
 * @param weights of one side; the window is their product with themselves; an odd number, symmetric, of sum 1
 * @param varianceFactor by how much variances are multiplied: 1, or n / (n - 1) for the sample's own
 */
record SsimWindow(float[] weights, double varianceFactor) {
    /** 11x11, sigma 1.5: the definition's own. */
    static final SsimWindow GAUSSIAN = new SsimWindow(gaussian(11, 1.5), 1);

    /** 7x7, all alike. */
    static final SsimWindow UNIFORM = new SsimWindow(uniform(7), 49 / 48.0);

    int size() {
        return weights.length;
    }

    private static float[] gaussian(int size, double sigma) {
        double[] exact = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double x = i - (size - 1) / 2.0;
            exact[i] = Math.exp(-x * x / (2 * sigma * sigma));
            sum += exact[i];
        }
        float[] weights = new float[size];
        for (int i = 0; i < size; i++) {
            weights[i] = (float) (exact[i] / sum);
        }
        return weights;
    }

    private static float[] uniform(int size) {
        float[] weights = new float[size];
        java.util.Arrays.fill(weights, 1f / size);
        return weights;
    }
}
