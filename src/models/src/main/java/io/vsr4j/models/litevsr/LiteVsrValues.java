package io.vsr4j.models.litevsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.Weights;
import java.util.Arrays;
import java.util.Random;

/**
 * Values of tensors that no checkpoint has: functions of seed and name, never of the order in which they are asked for.
 *
 * @param seed equal seeds give equal values
 */
record LiteVsrValues(long seed) {
    /** Not in the paper: how matrices begin. */
    private static final double SPREAD = 0.02;

    private static final int PIECES = 6;

    /** Everything random: matrices keep the size of what they are applied to, norms stay around 1. */
    NDArray random(NDManager owner, String name, Shape shape, DType type) {
        boolean scale = name.endsWith("gamma") || shape.dimension() == 1 && name.endsWith("weight");
        double spread = scale || shape.dimension() < 2 ? 0.2 : Math.sqrt(shape.get(0) / (double) shape.size());
        return gaussian(owner, name, shape, scale ? 1 : 0, spread);
    }

    /**
     * As training begins. The streams are the base model's patch embedding (section 3.3) and the injections are zero
     * (section 3.2).
     *
     * <p>Not in the paper: the rest. The condition begins as the structural stream alone; gates begin open, so that
     * gradients reach all of the adapter as soon as the injections and the output have left zero.
     */
    Parameters.Source fresh(Weights base) {
        return (owner, name, shape, type) -> {
            if (name.matches("adapter\\.phi_[sr]\\..*")) {
                String part = name.substring(name.lastIndexOf('.'));
                return Torch.to(base.load(owner, "patch_embedding" + part, shape), DType.F32);
            }
            if (name.contains(".norm_")) {
                return owner.ones(shape);
            }
            if (name.endsWith(".ada.bias")) {
                return gates(owner, shape);
            }
            boolean drawn = shape.dimension() > 1;
            boolean zero = name.startsWith("inject.") && !name.endsWith("lora_down")
                    || name.startsWith("adapter.out.")
                    || name.endsWith(".ada.weight");
            return drawn && !zero ? gaussian(owner, name, shape, 0, SPREAD) : owner.zeros(shape);
        };
    }

    /** Shifts and scales of 0, gates of 1. */
    private static NDArray gates(NDManager owner, Shape shape) {
        int width = Math.toIntExact(shape.size() / PIECES);
        float[] values = new float[PIECES * width];
        for (int piece = 2; piece < PIECES; piece += 3) {
            Arrays.fill(values, piece * width, (piece + 1) * width, 1);
        }
        return owner.create(values, shape);
    }

    private NDArray gaussian(NDManager owner, String name, Shape shape, double middle, double spread) {
        Random random = new Random(31 * seed + name.hashCode());
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (middle + random.nextGaussian() * spread);
        }
        return owner.create(values, shape);
    }
}
