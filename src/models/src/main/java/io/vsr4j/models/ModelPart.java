package io.vsr4j.models;

import io.vsr4j.models.network.Parameters;
import java.util.List;

/**
 * How many learned numbers a part of a model has, in its published size, counted from what its networks declare.
 *
 * @param name of the part
 * @param parameters how many
 * @param kind what they are to the model
 * @param paper what its paper gives for them; empty if it gives nothing
 */
public record ModelPart(String name, long parameters, Kind kind, String paper) {
    /** What a part is to a model. */
    public enum Kind {
        /** Taken over from another model as it is. */
        FROZEN,
        /** Trained for this one. */
        TRAINED,
        /** Several parts together, or the same in a variant: to be compared, not to be added. */
        COMPARED
    }

    /**
     * Counts a part that is taken over.
     *
     * @param name of the part
     * @param declared its tensors
     * @return the part
     */
    public static ModelPart frozen(String name, Parameters declared) {
        return new ModelPart(name, declared.count(), Kind.FROZEN, "");
    }

    /**
     * Counts a part that is trained.
     *
     * @param name of the part
     * @param parameters how many
     * @param paper its paper's figure
     * @return the part
     */
    public static ModelPart trained(String name, long parameters, String paper) {
        return new ModelPart(name, parameters, Kind.TRAINED, paper);
    }

    /**
     * Makes a figure to compare with.
     *
     * @param name of the sum or the variant
     * @param parameters how many
     * @param paper its paper's figure
     * @return the figure
     */
    public static ModelPart compared(String name, long parameters, String paper) {
        return new ModelPart(name, parameters, Kind.COMPARED, paper);
    }

    /**
     * {@return how many numbers all parts have that make the model, variants left out}
     *
     * @param parts of one model
     */
    public static long total(List<ModelPart> parts) {
        return parts.stream()
                .filter(p -> p.kind() != Kind.COMPARED)
                .mapToLong(ModelPart::parameters)
                .sum();
    }
}
