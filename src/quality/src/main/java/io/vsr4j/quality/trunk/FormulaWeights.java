package io.vsr4j.quality.trunk;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Values that fixtures give as a formula, because full-size trunks are large: SplitMix64, seeded by the tensor's name.
 *
 * @param base the fixture's seed
 * @param bounds what the manifest says of each tensor: {@code shape}, and {@code bound} of its values
 */
public record FormulaWeights(long base, Config bounds) implements Parameters.Source {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** {@return those of a file; its manifest entry must have a {@code formula_weights}} */
    public static FormulaWeights of(FixtureFile file) {
        JsonElement bounds = file.entry().get("formula_weights");
        if (bounds == null || !bounds.isJsonObject()) {
            throw new CheckpointException("manifest.json: " + file.name() + " has no formula_weights");
        }
        return new FormulaWeights(
                seed(file.config()), new Config("formula_weights of " + file.name(), bounds.getAsJsonObject()));
    }

    /** Of 64 bits, which is more than sizes may have. */
    private static long seed(Config config) {
        String key = "formula_base_seed";
        try {
            return config.json().get(key).getAsBigInteger().longValue();
        } catch (RuntimeException e) {
            config.require(false, key, "a whole number");
            throw e;
        }
    }

    @Override
    public NDArray tensor(NDManager owner, String name, Shape shape, DType type) {
        Config entry = bounds.part(name);
        List<Integer> axes = Arrays.stream(shape.getShape())
                .mapToInt(Math::toIntExact)
                .boxed()
                .toList();
        entry.require(entry.numbers("shape").equals(axes), "shape", axes.toString());
        double bound = entry.fraction("bound", Double.NaN);
        long seed = FNV_OFFSET;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            seed = (seed ^ (b & 0xff)) * FNV_PRIME;
        }
        seed ^= base;
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * uniform(seed, i) - 1) * bound);
        }
        try (NDArray exact = owner.create(values, shape)) {
            NDArray tensor = Torch.to(exact, type);
            tensor.setName(name);
            return tensor;
        }
    }

    /** From 0 to 1, without 1. */
    private static double uniform(long seed, long i) {
        long z = seed + (i + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (z >>> 40) * 0x1p-24;
    }
}
