package io.vsr4j.notebook.kernel;

import io.vsr4j.notebook.kernel.CellException.Cell;
import io.vsr4j.notebook.kernel.CellException.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jshell.Snippet;

/** Which snippet came from where, and by that which frame of a stack is which line of which cell. */
final class Origins {
    /** JShell names its snippets as files: {@code #} and their number. */
    private static final String SNIPPET = "#";
    /** The method that it wraps statements in. */
    private static final String WRAPPER = "do_it$";

    private final Map<String, Origin> origins = new HashMap<>();

    private record Origin(Cell cell, int offset) {
        Place place(int position, String method) {
            int end = Math.min(cell.source().length(), offset + position);
            return new Place(cell, line(cell.source().substring(0, end)), method);
        }

        private static int line(String before) {
            return 1 + (int) before.chars().filter(c -> c == '\n').count();
        }
    }

    /** Notes that a snippet's source begins {@code offset} characters into a cell. */
    void note(Snippet snippet, Cell cell, int offset) {
        origins.put(snippet.id(), new Origin(cell, offset));
    }

    /** The line that a position in a snippet's source is on. */
    Place place(Snippet snippet, long position) {
        return origins.get(snippet.id()).place((int) Math.max(0, position), "");
    }

    /** The frames that are in cells, as {@code jdk.jshell.EvalException} gives them, innermost first. */
    List<Place> places(StackTraceElement[] stack) {
        List<Place> places = new ArrayList<>();
        for (StackTraceElement frame : stack) {
            origin(frame).ifPresent(origin -> places.add(place(origin, frame)));
        }
        return places;
    }

    boolean isInCell(StackTraceElement frame) {
        return origin(frame).isPresent();
    }

    private Optional<Origin> origin(StackTraceElement frame) {
        String file = frame.getFileName();
        if (file == null || !file.startsWith(SNIPPET)) {
            return Optional.empty();
        }
        return Optional.ofNullable(origins.get(file.substring(SNIPPET.length())));
    }

    private static Place place(Origin origin, StackTraceElement frame) {
        String method = frame.getMethodName();
        boolean named = !method.isEmpty() && !method.equals(WRAPPER) && !method.startsWith("lambda$");
        int first = origin.place(0, "").line();
        return new Place(origin.cell(), first + Math.max(0, frame.getLineNumber() - 1), named ? method : "");
    }
}
