package io.vsr4j.models.ultravsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/** Tensors to begin with: matrices that keep the size of what they are applied to, norms around 1, all else near 0. */
final class RandomTensors {
    private final NDManager scope;
    private final long seed;

    /** The scope owns what is made; equal seeds and names give equal numbers. */
    RandomTensors(NDManager scope, long seed) {
        this.scope = scope;
        this.seed = seed;
    }

    /** {@return one tensor for each name, zeros where they are asked for} */
    Map<String, NDArray> of(Map<String, Shape> shapes, Predicate<String> zero) {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> tensors.put(name, zero.test(name) ? scope.zeros(shape) : of(name, shape)));
        return tensors;
    }

    private NDArray of(String name, Shape shape) {
        Random random = new Random(31 * seed + name.hashCode());
        boolean aroundOne = shape.dimension() == 1 && (name.endsWith(".weight") || name.endsWith("running_var"));
        double spread = shape.dimension() < 2 ? 0.1 : Math.sqrt(shape.get(0) / (double) shape.size());
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (aroundOne ? 0.75 + 0.5 * random.nextDouble() : random.nextGaussian() * spread);
        }
        return scope.create(values, shape);
    }
}
