package io.vsr4j.models.network;

/** Where the networks of a weights folder get their values: there, unless somebody who learns them comes in between. */
@FunctionalInterface
public interface Binding {
    /** As the folder has them. */
    Binding STORED = (component, stored) -> stored;

    /**
     * Chooses.
     *
     * @param component of the folder, such as {@code transformer}
     * @param stored its tensors
     * @return what its network is bound to
     */
    Parameters.Source of(String component, Parameters.Source stored);
}
