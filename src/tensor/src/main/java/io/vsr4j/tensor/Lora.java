package io.vsr4j.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Low-rank changes of weights (LoRA), under peft's names: {@code <module>.lora_A.<adapter>.weight} of shape {@code [r,
 * I, ...]} and {@code <module>.lora_B.<adapter>.weight} of shape {@code [O, r]} or {@code [O, r, 1, 1]}. The adapter's
 * name may be missing, and {@code base_model.model.} may stand in front. A weight changes by the sum over its adapters of
 * {@code alpha / r * B A}.
 */
public final class Lora implements AutoCloseable {
    private static final Pattern FACTOR =
            Pattern.compile("(?:base_model\\.model\\.)?(.+)\\.lora_([AB])(?:\\.([^.]+))?\\.weight");
    private static final Pattern ALPHA = Pattern.compile("(?:base_model\\.model\\.)?(.+)\\.alpha");

    private static final int MAX_CONFIG_BYTES = 1 << 20;

    /** The two factors of one adapter on one module. */
    private record Pair(String a, String b, double scale) {}

    /** What {@code alpha} is divided by. */
    private enum Divisor {
        RANK,
        ROOT_OF_RANK
    }

    private final TensorFile file;
    private final Divisor divisor;
    private final Map<String, List<Pair>> pairs = new LinkedHashMap<>();

    private Lora(TensorFile file, double alpha, Divisor divisor) {
        this.file = file;
        this.divisor = divisor;
        try {
            pair(alpha);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void pair(double alpha) {
        Map<String, Double> alphas = alphas();
        for (String name : file.tensors().keySet()) {
            Matcher factor = FACTOR.matcher(name);
            if (factor.matches()) {
                if (factor.group(2).equals("A")) {
                    add(factor, alphas.getOrDefault(factor.group(1), alpha));
                } else {
                    other(name, factor, "A");
                }
            } else if (!ALPHA.matcher(name).matches()) {
                throw new CheckpointException(file.name() + ": tensor '" + name
                        + "' is no factor of a low-rank change, expected <module>.lora_A.weight or lora_B");
            }
        }
    }

    /**
     * Takes over a file of factors, and closes it when it is closed itself.
     *
     * @param file holds factors, and may hold {@code <module>.alpha}
     * @param alpha for modules without an alpha of their own
     * @return the changes
     * @throws CheckpointException if it holds anything else, or a factor without its other
     */
    public static Lora of(TensorFile file, double alpha) {
        return new Lora(file, alpha, Divisor.RANK);
    }

    /**
     * Opens a folder as peft writes it: {@code adapter_config.json} with {@code lora_alpha}, and the factors beside it.
     *
     * @param folder the folder
     * @return the changes
     * @throws CheckpointException if either is damaged, or asks for a variant that is not known here
     * @throws IOException if it cannot be read
     */
    public static Lora open(Path folder) throws IOException {
        Path path = folder.resolve("adapter_config.json");
        JsonObject config = JsonFile.object(path, MAX_CONFIG_BYTES);
        if (!(config.get("lora_alpha") instanceof JsonPrimitive number)
                || !number.isNumber()
                || !Double.isFinite(number.getAsDouble())) {
            throw new CheckpointException(path + ": 'lora_alpha' is " + config.get("lora_alpha")
                    + "; it must be a finite number, by which low-rank changes are multiplied");
        }
        for (String variant : List.of("use_dora", "alpha_pattern", "fan_in_fan_out", "lora_bias")) {
            if (isSet(config, variant)) {
                throw new CheckpointException(path + ": " + variant + " is set, which is not supported");
            }
        }
        Divisor divisor = isSet(config, "use_rslora") ? Divisor.ROOT_OF_RANK : Divisor.RANK;
        return new Lora(TensorFile.open(folder), number.getAsDouble(), divisor);
    }

    private static boolean isSet(JsonObject config, String key) {
        JsonElement value = config.get(key);
        return value != null
                && (value.isJsonObject() && !value.getAsJsonObject().isEmpty()
                        || value.isJsonPrimitive() && value.getAsBoolean());
    }

    /** {@return the names of the weights that change} */
    public Set<String> targets() {
        return Collections.unmodifiableSet(pairs.keySet());
    }

    String name() {
        return file.name();
    }

    String sha256() {
        return file.sha256();
    }

    /** Refuses a weight whose shape is not that of its changes. */
    void check(String weight, Shape shape) {
        for (Pair pair : pairs.get(weight)) {
            Shape a = file.tensors().get(pair.a).shape();
            Shape b = file.tensors().get(pair.b).shape();
            if (shape.dimension() < 2 || b.get(0) != shape.get(0) || !a.slice(1).equals(shape.slice(1))) {
                throw new CheckpointException(file.name() + ": the change of '" + weight + "' has factors " + a
                        + " and " + b + ", the weight has shape " + shape + "; is it for a model of another size?");
            }
        }
    }

    /**
     * Adds the changes to a copy of a weight: computed in 32 bits, then rounded once to the weight's type. It goes by
     * blocks of rows, so that no more than the copy is in memory at once.
     */
    NDArray merge(NDManager scope, String weight, NDArray base) {
        if (base.getShape().size() == 0) {
            return base.duplicate();
        }
        try (NDManager step = scope.newSubManager()) {
            NDList a = new NDList();
            NDList b = new NDList();
            for (Pair pair : pairs.get(weight)) {
                NDArray down = Torch.to(file.read(step, pair.a), DType.F32);
                NDArray up = Torch.to(file.read(step, pair.b), DType.F32);
                long rank = down.getShape().get(0);
                a.add(down.reshape(rank, -1));
                b.add(up.reshape(-1, rank));
            }
            double[] scale = pairs.get(weight).stream().mapToDouble(Pair::scale).toArray();
            return Torch.addProductsIn(scope, base, b, a, scale);
        }
    }

    @Override
    public void close() {
        file.close();
    }

    private void add(Matcher factor, double alpha) {
        String a = factor.group();
        String b = other(a, factor, "B");
        Shape down = file.tensors().get(a).shape();
        Shape up = file.tensors().get(b).shape();
        if (down.dimension() < 2
                || up.dimension() < 2
                || down.get(0) == 0
                || up.get(1) != down.get(0)
                || up.size() != up.get(0) * up.get(1)) {
            throw new CheckpointException(file.name() + ": '" + a + "' has shape " + down + " and '" + b + "' has " + up
                    + ", expected [r, in, ...] and [out, r] or [out, r, 1, 1]");
        }
        double rank = down.get(0);
        double scale = alpha / (divisor == Divisor.RANK ? rank : Math.sqrt(rank));
        pairs.computeIfAbsent(factor.group(1) + ".weight", key -> new ArrayList<>())
                .add(new Pair(a, b, scale));
    }

    private String other(String name, Matcher factor, String which) {
        int at = factor.start(2);
        String other = name.substring(0, at) + which + name.substring(at + 1);
        if (!file.tensors().containsKey(other)) {
            throw new CheckpointException(file.name() + ": tensor '" + name + "' has no '" + other + "' beside it");
        }
        return other;
    }

    private Map<String, Double> alphas() {
        Map<String, Double> alphas = new LinkedHashMap<>();
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            file.tensors().forEach((name, info) -> {
                Matcher alpha = ALPHA.matcher(name);
                if (!alpha.matches()) {
                    return;
                }
                double value = info.elements() == 1
                        ? Torch.to(file.read(scope, name), DType.F64).toDoubleArray()[0]
                        : Double.NaN;
                if (!Double.isFinite(value)) {
                    throw new CheckpointException(file.name() + ": '" + name + "' of shape " + info.shape() + " is "
                            + value + "; it must be one finite number");
                }
                alphas.put(alpha.group(1), value);
            });
        }
        return alphas;
    }
}
