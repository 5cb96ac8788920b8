package io.vsr4j.models.oasis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * The projector that comes closest to the autoencoder's encoder, in closed form: least squares over all pixels of the latents
 * of some clips. It keeps sums only, however many clips there are.
 */
final class ProjectorFit {
    /** Of each number's own square: frames of a clip that stands still are all the same number. */
    private static final double RIDGE = 1e-7;

    /**
     * What came of it.
     *
     * @param weight {@code (z, n)}
     * @param bias {@code (z)}
     * @param error root of the mean squared difference over all pixels and channels of the latents
     * @param spread the same of latents from their channels' means, which is what a bias alone would leave
     */
    record Result(NDArray weight, NDArray bias, double error, double spread) {}

    private final OasisConfig config;
    private final int side;
    private final double[] moments;

    ProjectorFit(OasisConfig config) {
        this.config = config;
        side = config.boxWidth() + 1 + config.latentChannels();
        moments = new double[side * side];
    }

    /**
     * Takes a clip in.
     *
     * @param video {@code (1, 3, 1 + 4k, h, w)}, -1 to 1, as the projector takes it
     * @param latents of the same clip enlarged, {@code (1, z, 1 + k, h / 2, w / 2)}, normalised
     */
    void add(NDArray video, NDArray latents) {
        try (NDArray sums =
                OasisScripts.SCRIPT.call("moments", video, latents, config.timeFactor(), config.spaceFactor())) {
            double[] values = sums.toDoubleArray();
            for (int i = 0; i < moments.length; i++) {
                moments[i] += values[i];
            }
        }
    }

    /**
     * Solves.
     *
     * @param owner owns the tensors
     * @return the layer and how close it comes, after a clip at least
     */
    Result solve(NDManager owner) {
        int n = config.boxWidth();
        int z = config.latentChannels();
        double count = at(n, n);
        if (count == 0) {
            throw new IllegalArgumentException("the projector is fitted to clips; there was none");
        }
        float[] weight = new float[z * n];
        float[] bias = new float[z];
        double error = 0;
        double spread = 0;
        double[] layer;
        try (NDArray sums = owner.create(moments, new Shape(side, side));
                NDArray solved = OasisScripts.SCRIPT.call("fit", sums, n, RIDGE)) {
            layer = solved.toDoubleArray();
        }
        for (int c = 0; c < z; c++) {
            int latent = n + 1 + c;
            // |W u - l|^2 = l l - 2 W u l + W u u W
            double squares = at(latent, latent);
            spread += squares - at(n, latent) * at(n, latent) / count;
            for (int i = 0; i <= n; i++) {
                double w = layer[c * (n + 1) + i];
                squares -= 2 * w * at(i, latent);
                for (int j = 0; j <= n; j++) {
                    squares += w * at(i, j) * layer[c * (n + 1) + j];
                }
                if (i < n) {
                    weight[c * n + i] = (float) w;
                } else {
                    bias[c] = (float) w;
                }
            }
            error += squares;
        }
        return new Result(
                owner.create(weight, new Shape(z, n)),
                owner.create(bias, new Shape(z)),
                Math.sqrt(Math.max(error, 0) / (count * z)),
                Math.sqrt(spread / (count * z)));
    }

    private double at(int row, int column) {
        return moments[row * side + column];
    }
}
