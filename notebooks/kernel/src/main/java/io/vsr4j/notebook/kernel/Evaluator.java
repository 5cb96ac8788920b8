package io.vsr4j.notebook.kernel;

import io.vsr4j.notebook.kernel.CellException.Cell;
import io.vsr4j.notebook.kernel.CellException.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * Runs cells of Java in this process, one after the other, each with what those before it have declared. Cells see this process's
 * class path, and the imports that IJava and JJava have in common. All calls but {@link #interrupt} come from one thread at a time.
 */
public final class Evaluator implements AutoCloseable {
    private static final List<String> IMPORTS = List.of(
            "java.util.*",
            "java.io.*",
            "java.math.*",
            "java.net.*",
            "java.util.concurrent.*",
            "java.util.prefs.*",
            "java.util.regex.*",
            "static org.dflib.jjava.jupyter.kernel.BaseNotebookStatics.*");

    private final SnippetControl control = new SnippetControl();
    private final Origins origins = new Origins();
    private final JShell shell;
    private final Assistant assistant;
    private int cells;

    public Evaluator() {
        shell = JShell.builder()
                .executionEngine(new InProcess(control), Map.of())
                .compilerOptions("-classpath", System.getProperty("java.class.path"), "-Xlint:none")
                .build();
        assistant = new Assistant(shell.sourceCodeAnalysis());
        IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
    }

    /** As {@link #evaluate(int, String)}, for cells that are counted from 1. */
    public Object evaluate(String source) {
        return evaluate(cells + 1, source);
    }

    /**
     * Runs a cell.
     *
     * @param number its number, for messages
     * @param source any number of declarations, statements and expressions
     * @return the value of its last expression; null if it ends with anything else
     * @throws CellException if it does not compile, throws, or was interrupted; what came before the failing part has been done
     */
    public Object evaluate(int number, String source) {
        cells = number;
        Cell cell = new Cell(number, source);
        Map<String, Snippet> declared = new LinkedHashMap<>();
        Object value = null;
        StopPoint.reset();
        int at = Assistant.skip(source, 0);
        while (at < source.length()) {
            CompletionInfo part = assistant.next(source.substring(at));
            boolean whole = part.completeness().isComplete();
            value = run(whole ? part.source() : source.substring(at), cell, at, declared);
            at = whole
                    ? Assistant.skip(source, source.length() - part.remaining().length())
                    : source.length();
        }
        for (Snippet snippet : declared.values()) {
            refuseUnresolved(snippet);
        }
        return value;
    }

    /** What could stand at a place in a cell. */
    public Assistant assistant() {
        return assistant;
    }

    /**
     * Stops the cell that is running, from another thread: at its next loop or call of a method of a cell, at once where it
     * waits in a way that Java can interrupt. A library at work is not stopped before it returns to the cell.
     */
    public void interrupt() {
        StopPoint.request();
    }

    @Override
    public void close() {
        shell.close();
    }

    private Object run(String source, Cell cell, int offset, Map<String, Snippet> declared) {
        control.forget();
        List<SnippetEvent> events = shell.eval(source);
        events.stream().filter(e -> e.causeSnippet() == null).forEach(e -> origins.note(e.snippet(), cell, offset));
        Object value = null;
        for (SnippetEvent event : events) {
            Snippet snippet = event.snippet();
            if (event.status() == Status.REJECTED) {
                throw notCompiled(snippet, errors(snippet));
            }
            if (event.exception() != null) {
                throw thrown(event);
            }
            if (event.causeSnippet() == null) {
                value = isExpression(snippet) ? control.value() : null;
                declared.put(snippet.id(), snippet);
            }
        }
        return value;
    }

    private static boolean isExpression(Snippet snippet) {
        return switch (snippet.subKind()) {
            case VAR_VALUE_SUBKIND, ASSIGNMENT_SUBKIND, OTHER_EXPRESSION_SUBKIND, TEMP_VAR_EXPRESSION_SUBKIND -> true;
            default -> false;
        };
    }

    /** JShell takes declarations that name what is not there yet; in a notebook that is a slip, and is said where it happens. */
    private void refuseUnresolved(Snippet snippet) {
        Status status = shell.status(snippet);
        if (snippet instanceof DeclarationSnippet declaration
                && (status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED)) {
            List<String> missing = shell.unresolvedDependencies(declaration).toList();
            Place place = origins.place(snippet, firstMention(snippet.source(), missing));
            throw new CellException("not declared: " + String.join(", ", missing), List.of(place), List.of(), null);
        }
    }

    /** JShell says what is missing, such as {@code method f(int)}, and not where. */
    private static int firstMention(String source, List<String> missing) {
        return missing.stream()
                .map(what -> what.replaceAll("\\(.*", "").replaceAll(".*[ .]", ""))
                .map(name ->
                        Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(source))
                .filter(Matcher::find)
                .mapToInt(Matcher::start)
                .min()
                .orElse(0);
    }

    private List<Diag> errors(Snippet snippet) {
        return shell.diagnostics(snippet).filter(Diag::isError).toList();
    }

    private CellException notCompiled(Snippet snippet, List<Diag> errors) {
        List<String> messages = new ArrayList<>();
        List<Place> places = new ArrayList<>();
        for (Diag error : errors) {
            Place place = origins.place(snippet, error.getPosition());
            messages.add(oneLine(error.getMessage(Locale.ENGLISH)));
            places.add(place);
        }
        if (errors.isEmpty()) {
            return new CellException("does not compile", List.of(origins.place(snippet, 0)), List.of(), null);
        }
        List<String> more = new ArrayList<>();
        for (int i = 1; i < messages.size(); i++) {
            more.add(places.get(i) + ": " + messages.get(i));
        }
        return new CellException(messages.get(0), places.subList(0, 1), more, null);
    }

    /** The compiler's message without the place, which JShell has made up. */
    private static String oneLine(String message) {
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("location:"))
                .map(line -> line.replaceAll(" +", " "))
                .collect(Collectors.joining(", "));
    }

    private CellException thrown(SnippetEvent event) {
        Exception problem = event.exception();
        List<Place> places = origins.places(problem.getStackTrace());
        if (StopPoint.requested()) {
            return new CellException("stopped by the user", places, List.of(), control.thrown());
        }
        if (problem instanceof UnresolvedReferenceException unresolved) {
            DeclarationSnippet user = unresolved.getSnippet();
            String missing =
                    String.join(", ", shell.unresolvedDependencies(user).toList());
            return new CellException(user.name() + " needs what is not declared: " + missing, places, List.of(), null);
        }
        return new CellException(title(problem), places, details(problem), control.thrown());
    }

    private List<String> details(Exception problem) {
        List<String> details = new ArrayList<>();
        Throwable at = problem;
        while (at != null) {
            if (at != problem) {
                details.add("caused by " + title(at));
            }
            StackTraceElement[] stack = at.getStackTrace();
            if (stack.length > 0 && !origins.isInCell(stack[0])) {
                details.add("thrown in " + stack[0]);
            }
            at = at.getCause();
        }
        return details;
    }

    private static String title(Throwable problem) {
        String name = problem instanceof EvalException e
                ? e.getExceptionClassName()
                : problem.getClass().getName();
        return problem.getMessage() == null ? name : name + ": " + problem.getMessage();
    }

    /** JShell makes its own control; here it is given ours. */
    private record InProcess(DirectExecutionControl control) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "vsr4j";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return control;
        }
    }
}
