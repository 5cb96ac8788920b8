package io.vsr4j.training.critic;

import java.util.List;

/**
 * The sizes of a ConvNeXt.
 *
 * @param depths blocks of each stage
 * @param widths channels of each stage
 * @param eps of the norms
 */
public record ConvNextConfig(List<Integer> depths, List<Integer> widths, double eps) {
    /** Refuses sizes that make no network. */
    public ConvNextConfig {
        if (depths.isEmpty() || depths.size() != widths.size()) {
            throw new IllegalArgumentException(
                    "a ConvNeXt has a depth and a width for each stage, got " + depths + " and " + widths);
        }
        depths = List.copyOf(depths);
        widths = List.copyOf(widths);
    }

    /** {@return the sizes of OpenCLIP's {@code convnext_xxlarge}: 843 million parameters without its head} */
    public static ConvNextConfig xxlarge() {
        return new ConvNextConfig(List.of(3, 4, 30, 3), List.of(384, 768, 1536, 3072), 1e-5);
    }

    /** {@return sizes to try the program with} */
    public static ConvNextConfig tiny() {
        return new ConvNextConfig(List.of(1, 1), List.of(16, 32), 1e-5);
    }
}
