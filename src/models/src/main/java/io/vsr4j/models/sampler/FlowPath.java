package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.Scopes;

/**
 * The straight path of flow matching (Lipman et al., "Flow Matching for Generative Modeling", 2022):
 * {@code x = (1 - sigma) x0 + sigma epsilon}, walked at the velocity {@code epsilon - x0}.
 *
 * <p>Arrays have one shape and type. A result belongs to the manager of the first argument; nothing else stays there.
 */
public final class FlowPath {
    private FlowPath() {}

    /**
     * The sample at a place of the path.
     *
     * @param x0 the clean end
     * @param epsilon the noisy end
     * @param sigma 0 (clean) to 1 (noise)
     * @return {@code (1 - sigma) x0 + sigma epsilon}
     */
    public static NDArray noised(NDArray x0, NDArray epsilon, float sigma) {
        return Combination.of(1 - sigma, x0, sigma, epsilon);
    }

    /**
     * What a network learns to predict.
     *
     * @param x0 the clean end
     * @param epsilon the noisy end
     * @return {@code epsilon - x0}
     */
    public static NDArray velocity(NDArray x0, NDArray epsilon) {
        return Scopes.within(
                x0.getManager(), scope -> Scopes.borrow(scope, epsilon).sub(x0));
    }

    /**
     * The clean end that a velocity points to.
     *
     * @param x the sample at {@code sigma}
     * @param velocity there
     * @param sigma 0 to 1
     * @return {@code x - sigma velocity}
     */
    public static NDArray x0(NDArray x, NDArray velocity, float sigma) {
        return Combination.of(1, x, -sigma, velocity);
    }

    /**
     * The noisy end that a velocity comes from.
     *
     * @param x the sample at {@code sigma}
     * @param velocity there
     * @param sigma 0 to 1
     * @return {@code x + (1 - sigma) velocity}
     */
    public static NDArray epsilon(NDArray x, NDArray velocity, float sigma) {
        return Combination.of(1, x, 1 - sigma, velocity);
    }
}
