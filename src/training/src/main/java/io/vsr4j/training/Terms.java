package io.vsr4j.training;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.Torch;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The losses of one phase by name, as the log shows them, and their weighted sum, whose gradient is taken.
 *
 * <pre>{@code
 * new Terms().add("l1", 1, Losses.l1(output, target)).add("dists", 1, dists.of(output, target))
 * }</pre>
 */
public final class Terms {
    private final Map<String, NDArray> values = new LinkedHashMap<>();
    private final Set<String> signed = new HashSet<>();
    private NDArray total;

    /**
     * Adds a loss.
     *
     * @param name of its column in the log
     * @param weight in the sum
     * @param loss a scalar
     * @return this
     */
    public Terms add(String name, double weight, NDArray loss) {
        if (!loss.isScalar()) {
            throw new IllegalStateException(
                    "loss '" + name + "' has shape " + loss.getShape() + "; it must be a scalar");
        }
        if (values.put(name, loss) != null) {
            throw new IllegalStateException("loss '" + name + "' is added twice");
        }
        if (weight != 0) {
            NDArray weighted = Torch.scale(loss, weight);
            total = total == null ? weighted : total.add(weighted);
        }
        return this;
    }

    /**
     * Adds a loss that may be negative, such as a critic's judgement, of which near 0 is no better than elsewhere.
     *
     * @param name as above
     * @param weight as above
     * @param loss as above
     * @return this
     */
    public Terms addSigned(String name, double weight, NDArray loss) {
        signed.add(name);
        return add(name, weight, loss);
    }

    /** {@return names of the losses that may be negative} */
    public Set<String> signed() {
        return Collections.unmodifiableSet(signed);
    }

    /** {@return the losses, not weighted, in the order in which they were added} */
    public Map<String, NDArray> values() {
        return values;
    }

    /**
     * {@return the weighted sum}
     *
     * @throws IllegalArgumentException if every loss has the weight 0, as a user may have set them
     */
    public NDArray total() {
        if (total == null) {
            throw new IllegalArgumentException(
                    "every loss" + (values.isEmpty() ? "" : ", " + String.join(", ", values.keySet()) + ",")
                            + " has the weight 0, so that nothing would be learned; give one a weight");
        }
        return total;
    }
}
