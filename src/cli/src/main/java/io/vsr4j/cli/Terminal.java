package io.vsr4j.cli;

import java.util.OptionalInt;

/** What is known of the terminal behind standard error. */
final class Terminal {
    /** Set by the launcher, which can ask; Java cannot ask for standard error alone. */
    private static final String COLUMNS = "vsr.columns";

    private Terminal() {}

    /** {@return its width in characters, empty if standard error is no terminal} */
    static OptionalInt columns() {
        Integer columns = Integer.getInteger(COLUMNS);
        return columns == null || columns < 1 ? OptionalInt.empty() : OptionalInt.of(columns);
    }
}
