package io.vsr4j.cli;

import java.io.PrintWriter;
import java.util.OptionalInt;
import java.util.function.DoubleSupplier;

/** How far something is: on a terminal one line that is drawn anew, otherwise a line now and then. Not thread-safe. */
final class StatusLine {
    private static final double LINE_SECONDS = 5;
    private static final double DRAW_SECONDS = 0.1;
    private static final String CLEAR = "\r\033[K";

    private final PrintWriter err;
    private final OptionalInt columns;
    private final DoubleSupplier clock;

    private double shown = Double.NEGATIVE_INFINITY;
    private boolean drawn;

    /**
     * @param err where it is shown
     * @param columns width of the terminal, empty if it is none
     * @param clock seconds, from anywhere
     */
    StatusLine(PrintWriter err, OptionalInt columns, DoubleSupplier clock) {
        this.err = err;
        this.columns = columns;
        this.clock = clock;
    }

    /** {@return how many letters a line may have, empty if it goes to no terminal} */
    OptionalInt width() {
        return columns.isPresent() ? OptionalInt.of(Math.max(0, columns.getAsInt() - 1)) : columns;
    }

    /** {@return whether the last line is old enough for another one} */
    boolean isDue() {
        return clock.getAsDouble() - shown >= (columns.isPresent() ? DRAW_SECONDS : LINE_SECONDS);
    }

    /** Shows a line, cut where the terminal ends. */
    void show(String line) {
        shown = clock.getAsDouble();
        OptionalInt width = width();
        if (width.isPresent()) {
            err.print(CLEAR + line.substring(0, Math.min(line.length(), width.getAsInt())));
            err.flush();
            drawn = true;
        } else {
            err.println(line);
        }
    }

    /** Prints something that stays. */
    void say(String text) {
        clear();
        err.println("vsr: " + text);
    }

    /** Takes the line away, so that others can follow. */
    void clear() {
        if (drawn) {
            err.print(CLEAR);
            err.flush();
            drawn = false;
        }
    }
}
