package io.vsr4j.quality.classic;

/** How far a picture's features are from those of undisturbed pictures. */
final class NiqeDistance {
    private final NiqeModel model;

    NiqeDistance(NiqeModel model) {
        this.model = model;
    }

    /**
     * Measures.
     *
     * @param features a row for each block; those of flat blocks are no numbers, and are left out
     * @return Mahalanobis' distance under the mean of both covariances; NaN if fewer than two blocks have all features
     */
    double of(double[][] features) {
        int size = model.mean().length;
        double[] mean = new double[size];
        for (int i = 0; i < size; i++) {
            int count = 0;
            for (double[] block : features) {
                if (!Double.isNaN(block[i])) {
                    mean[i] += block[i];
                    count++;
                }
            }
            mean[i] /= count;
        }
        double[][] covariance = covariance(features);
        double[] distance = new double[size];
        for (int i = 0; i < size; i++) {
            distance[i] = model.mean()[i] - mean[i];
            for (int j = 0; j < size; j++) {
                covariance[i][j] = (covariance[i][j] + model.covariance()[i][j]) / 2;
            }
        }
        return Math.sqrt(inverseSquare(covariance, distance));
    }

    private double[][] covariance(double[][] features) {
        int size = model.mean().length;
        double[] mean = new double[size];
        int count = 0;
        for (double[] block : features) {
            if (whole(block)) {
                count++;
                for (int i = 0; i < size; i++) {
                    mean[i] += block[i];
                }
            }
        }
        double[][] covariance = new double[size][size];
        for (double[] block : features) {
            if (whole(block)) {
                for (int i = 0; i < size; i++) {
                    for (int j = 0; j < size; j++) {
                        covariance[i][j] += (block[i] - mean[i] / count) * (block[j] - mean[j] / count);
                    }
                }
            }
        }
        for (double[] row : covariance) {
            for (int j = 0; j < size; j++) {
                row[j] /= count - 1; // nothing over nothing, if only one block is whole
            }
        }
        return covariance;
    }

    private static boolean whole(double[] block) {
        for (double value : block) {
            if (Double.isNaN(value)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The vector times the matrix's inverse times the vector, by Cholesky's factors; the published covariance is positive
     * definite, so the mean with any other is.
     */
    private static double inverseSquare(double[][] matrix, double[] vector) {
        int size = vector.length;
        double[][] lower = new double[size][size];
        double[] solved = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            solved[i] = vector[i];
            for (int j = 0; j <= i; j++) {
                double rest = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(rest) : rest / lower[j][j];
                if (j < i) {
                    solved[i] -= lower[i][j] * solved[j];
                }
            }
            solved[i] /= lower[i][i];
            sum += solved[i] * solved[i];
        }
        return sum;
    }
}
