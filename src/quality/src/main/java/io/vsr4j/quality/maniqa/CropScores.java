package io.vsr4j.quality.maniqa;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import java.util.Arrays;

/**
 * What the network says of all crops of a picture.
 *
 * @param scores of each place of each crop
 * @param weights how much each counts
 */
public record CropScores(float[][] scores, float[][] weights) {
    /**
     * Looks at a picture, one crop after the other, to save memory.
     *
     * @param network loaded
     * @param crops which
     * @param rgb {@code [1, 3, H, W]}, 0 to 1
     * @return what it says
     */
    public static CropScores of(Maniqa network, UniformCrops crops, NDArray rgb) {
        try (NDManager scope = rgb.getManager().newSubManager()) {
            NDArray x = crops.enlarged(UniformCrops.normalised(Torch.copyIn(scope, rgb)));
            long[] shape = x.getShape().getShape();
            int[][] corners = crops.corners((int) shape[2], (int) shape[3]);
            CropScores all = new CropScores(new float[corners.length][], new float[corners.length][]);
            for (int i = 0; i < corners.length; i++) {
                try (NDManager step = scope.newSubManager()) {
                    NDArray crop = Torch.copyIn(step, crops.crop(x, corners[i]));
                    NDArray places = Torch.to(network.forward(Torch.to(crop, network.dtype())), DType.F32);
                    all.scores()[i] = places.get("0, 0").toFloatArray();
                    all.weights()[i] = places.get("0, 1").toFloatArray();
                }
            }
            return all;
        }
    }

    /** {@return the weighted mean over the places of all crops together, as IQA-PyTorch takes it} */
    public double score() {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int k = 0; k < scores[i].length; k++) {
                sum += (double) scores[i][k] * weights[i][k];
                weight += weights[i][k];
            }
        }
        return sum / (weight + 1e-8);
    }

    /** {@return the weighted mean of each crop by itself; their mean is what the authors' program takes} */
    public double[] cropScores() {
        double[] each = new double[scores.length];
        Arrays.setAll(each, i -> {
            double sum = 0;
            double weight = 0;
            for (int k = 0; k < scores[i].length; k++) {
                sum += (double) scores[i][k] * weights[i][k];
                weight += weights[i][k];
            }
            return sum / weight;
        });
        return each;
    }
}
