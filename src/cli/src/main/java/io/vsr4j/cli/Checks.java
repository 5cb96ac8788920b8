package io.vsr4j.cli;

import io.vsr4j.upscale.InvalidRequestException;
import java.util.Optional;
import java.util.OptionalInt;

/** Rules of single options. */
final class Checks {
    private Checks() {}

    /** {@return the value of an option that must not be below a limit, if it was given} */
    static OptionalInt atLeast(String option, Optional<Integer> value, int least) {
        if (value.isPresent() && value.get() < least) {
            throw new InvalidRequestException(option + " must be at least " + least + ", got " + value.get());
        }
        return value.map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /** Refuses the value of an option that is not in a range. */
    static void range(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidRequestException(option + " must be in " + least + ".." + most + ", got " + value);
        }
    }
}
