package io.vsr4j.training;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Tensors that are updated together, by one optimiser.
 *
 * @param name such as {@code generator} or {@code critic}; settings of the optimiser are found by it
 * @param parameters leaves that require gradients, by names that stay the same from run to run; changed in place
 * @param hidden names of those that are linear maps from features to features; an optimiser may treat them apart
 */
public record ParameterGroup(String name, Map<String, NDArray> parameters, Set<String> hidden) {
    /** Checks that there is something to learn. */
    public ParameterGroup {
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("group '" + name + "' has no parameters to learn");
        }
        if (!parameters.keySet().containsAll(hidden)) {
            throw new IllegalArgumentException("group '" + name + "' lacks some of " + hidden);
        }
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        hidden = Set.copyOf(hidden);
    }

    /** Makes a group of which no parameter is treated apart. */
    public ParameterGroup(String name, Map<String, NDArray> parameters) {
        this(name, parameters, Set.of());
    }
}
