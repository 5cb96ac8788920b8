package io.vsr4j.models.litevsr;

import java.util.Locale;

/** What the refinement stream of the adapter sees: the paper's choice first, then those that its table 4 compares. */
public enum Refinement {
    /** The clean estimate of the step before. */
    CLEAN,
    /** The noisy latent itself. */
    NOISY,
    /** Nothing: there is no such stream. */
    NONE;

    /** {@return its name in a configuration} */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
