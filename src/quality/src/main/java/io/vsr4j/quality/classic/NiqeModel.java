package io.vsr4j.quality.classic;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.Safetensors;
import io.vsr4j.tensor.TorchEngine;

/**
 * How the features of undisturbed pictures are distributed, as published with the metric, and the window that they were
 * measured with.
 *
 * @param mean of the features
 * @param covariance of the features
 * @param window of one side; the whole one is its product with itself
 */
record NiqeModel(double[] mean, double[][] covariance, double[] window) {
    private static final String FILE = "niqe_pris_params.safetensors";
    private static final String SHA256 = "ef12435a3ec9d08b08c10e8b87cb86f8ffc29477f15551acda9512dfc6b24c8d";

    /** {@return the file that comes with the program} */
    static Safetensors file() {
        return Safetensors.resource(NiqeModel.class, FILE);
    }

    /** {@return what is in it} */
    static NiqeModel load() {
        try (Safetensors file = file();
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            if (!file.sha256().equals(SHA256)) {
                throw new CheckpointException(FILE + " is not the published one: its SHA-256 is " + file.sha256()
                        + ", expected " + SHA256 + "; build the program again");
            }
            double[] mean = values(file.read(scope, "mu_pris_param"));
            double[] square = values(file.read(scope, "cov_pris_param"));
            double[] window = values(file.read(scope, "gaussian_window"));
            return new NiqeModel(mean, rows(square, mean.length), side(window));
        }
    }

    private static double[] values(NDArray array) {
        return array.toDoubleArray();
    }

    private static double[][] rows(double[] values, int size) {
        double[][] rows = new double[size][size];
        for (int i = 0; i < values.length; i++) {
            rows[i / size][i % size] = values[i];
        }
        return rows;
    }

    /** Its sum is 1, so the sums of its rows are the side that it is the product of. */
    private static double[] side(double[] window) {
        int size = (int) Math.round(Math.sqrt(window.length));
        double[] side = new double[size];
        for (int i = 0; i < window.length; i++) {
            side[i / size] += window[i];
        }
        return side;
    }
}
