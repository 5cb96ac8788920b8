package io.vsr4j.notebook.kernel;

import java.util.List;
import java.util.Optional;

/**
 * A cell that did not compile, or that threw. The message says what and where; {@link #places} are the places in cells that it
 * came through, innermost first.
 */
public final class CellException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Place> places;
    private final transient List<String> details;

    CellException(String what, List<Place> places, List<String> details, Throwable thrown) {
        super(places.isEmpty() ? what : places.get(0) + ": " + what, thrown);
        this.places = List.copyOf(places);
        this.details = List.copyOf(details);
    }

    /** The innermost place in a cell: the line to show. Empty where no code of a cell took part. */
    public Optional<Place> place() {
        return places.stream().findFirst();
    }

    /** All places in cells, innermost first. */
    public List<Place> places() {
        return places;
    }

    /** More lines for the reader: further errors, causes, and where in a library it was thrown. */
    public List<String> details() {
        return details;
    }

    /**
     * A line of a cell.
     *
     * @param cell the cell
     * @param line the line in it, from 1
     * @param method the method that the line is in; empty where it is in none
     */
    public record Place(Cell cell, int line, String method) {
        @Override
        public String toString() {
            return "cell " + cell.number() + ", line " + line + (method.isEmpty() ? "" : ", in " + method);
        }
    }

    /**
     * What was run.
     *
     * @param number its number, as notebooks count executions
     * @param source its text
     */
    public record Cell(int number, String source) {}
}
