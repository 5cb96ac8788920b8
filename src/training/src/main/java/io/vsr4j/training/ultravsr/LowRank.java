package io.vsr4j.training.ultravsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.ultravsr.LoraTargets;
import io.vsr4j.tensor.DType;

/**
 * Frozen weights with low-rank changes that are learned: {@code W + alpha / r B A} (Hu et al., "LoRA", 2022). The sum is
 * computed anew whenever a network is lent it, so that it is the weight that an inference has, and the network needs to
 * know nothing of factors.
 *
 * @param frozen W, by name
 * @param factors A and B, by the names of {@link LoraTargets}
 * @param alpha what the product counts, times the rank
 */
record LowRank(Masters frozen, Masters factors, double alpha) implements Parameters.Source {
    private static final String WEIGHT = ".weight";

    @Override
    public NDArray tensor(NDManager owner, String name, Shape shape, DType type) {
        String module = name.endsWith(WEIGHT) ? name.substring(0, name.length() - WEIGHT.length()) : name;
        NDArray down = factors.tensors().get(module + ".lora_A.default.weight");
        if (down == null) {
            return frozen.tensor(owner, name, shape, type);
        }
        NDArray up = factors.tensors().get(module + ".lora_B.default.weight");
        NDArray weight = frozen.tensors().get(name);
        return Masters.SCRIPT.callIn(owner, "changed", weight, up, down, alpha / LoraTargets.RANK, type.code());
    }
}
