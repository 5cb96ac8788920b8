package io.vsr4j.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import java.util.Random;

/**
 * Values for tensors that no checkpoint has: a function of seed and name, never of the order in which they are asked for.
 * Layers keep about the size of what they are applied to; norms scale by 0.5 to 1.5, running variances are 0.5 to 1.5.
 *
 * @param seed equal seeds give equal tensors
 */
public record RandomTensors(long seed) implements Parameters.Source {
    private static final double BIAS = 0.1;

    @Override
    public NDArray tensor(NDManager owner, String name, Shape shape, DType type) {
        Random random = new Random(31 * seed + name.hashCode());
        boolean scale = shape.dimension() <= 1 && (name.endsWith(".weight") || name.endsWith("running_var"));
        double spread = shape.dimension() <= 1 ? BIAS : Math.sqrt(shape.get(0) / (double) shape.size());
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale ? 0.5 + random.nextDouble() : random.nextGaussian() * spread);
        }
        NDArray exact = owner.create(values, shape);
        if (type == DType.F32) {
            return exact;
        }
        try (exact) {
            return Torch.to(exact, type);
        }
    }
}
