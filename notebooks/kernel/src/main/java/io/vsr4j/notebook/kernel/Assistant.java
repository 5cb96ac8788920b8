package io.vsr4j.notebook.kernel;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/** Helps with writing a cell: what could stand at a place, what a name means, whether more must follow. */
public final class Assistant {
    private static final Pattern GAP = Pattern.compile("(?:\\s++|//[^\n]*+|/\\*(?s:.*?)\\*/)*+");

    private final SourceCodeAnalysis analysis;

    Assistant(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    /**
     * What the text between two places could become.
     *
     * @param continuations what may stand there, best first
     * @param start where the text begins that they replace
     * @param end where it ends
     */
    public record Completions(List<String> continuations, int start, int end) {}

    /** Whether a cell is whole, lacks its end, or is wrong. */
    public enum State {
        WHOLE,
        UNFINISHED,
        WRONG
    }

    /** What could stand at a place of a cell, which is a number of characters from its beginning. */
    public Completions complete(String source, int cursor) {
        int start = lastPart(source, cursor);
        Completions found = complete(source.substring(start, cursor), start, cursor);
        if (found.continuations().isEmpty() && start > 0) {
            // What it names may be declared above it in the same cell, which has not run: as one block, JShell sees
            // both.
            return complete("{" + source.substring(0, cursor), -1, cursor);
        }
        return found;
    }

    private Completions complete(String text, int offset, int cursor) {
        int[] anchor = {text.length()};
        List<String> continuations = analysis.completionSuggestions(text, text.length(), anchor).stream()
                .sorted((a, b) -> Boolean.compare(b.matchesType(), a.matchesType()))
                .map(Suggestion::continuation)
                .distinct()
                .toList();
        return new Completions(continuations, offset + anchor[0], cursor);
    }

    /** Signatures of what stands at a place of a cell, each with its documentation if that is known; empty if nothing is known. */
    public List<String> describe(String source, int cursor) {
        int end = endOfName(source, cursor);
        int start = lastPart(source, end);
        return analysis.documentation(source.substring(start, end), end - start, true).stream()
                .map(Assistant::text)
                .toList();
    }

    /** Whether a cell can be run as it is. */
    public State state(String source) {
        String rest = source;
        while (!rest.isBlank()) {
            CompletionInfo part = next(rest);
            if (!part.completeness().isComplete()) {
                return part.completeness() == Completeness.EMPTY ? State.WHOLE : State.UNFINISHED;
            }
            if (part.completeness() == Completeness.UNKNOWN) {
                return State.WRONG;
            }
            rest = part.remaining();
        }
        return State.WHOLE;
    }

    /** The first declaration, statement or expression, and what follows it. */
    CompletionInfo next(String source) {
        return analysis.analyzeCompletion(source);
    }

    /** Where code begins, from a place on: JShell counts the lines of a part from its first code. */
    static int skip(String source, int from) {
        Matcher gap = GAP.matcher(source).region(from, source.length());
        return gap.lookingAt() ? gap.end() : from;
    }

    /** Where the part begins that a place is in: JShell looks at one at a time. */
    private int lastPart(String source, int cursor) {
        int start = 0;
        while (true) {
            CompletionInfo part = next(source.substring(start, cursor));
            if (!part.completeness().isComplete() || part.remaining().isBlank()) {
                return start;
            }
            start = cursor - part.remaining().length();
        }
    }

    /** Names are looked up whole; a method by its opening parenthesis. */
    private static int endOfName(String source, int cursor) {
        int end = cursor;
        while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
            end++;
        }
        return end < source.length() && source.charAt(end) == '(' ? end + 1 : end;
    }

    private static String text(Documentation documentation) {
        String javadoc = documentation.javadoc();
        return javadoc == null || javadoc.isBlank()
                ? documentation.signature()
                : documentation.signature() + "\n\n" + javadoc.strip();
    }
}
