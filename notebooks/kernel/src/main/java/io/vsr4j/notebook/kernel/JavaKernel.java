package io.vsr4j.notebook.kernel;

import io.vsr4j.notebook.kernel.CellException.Place;
import java.util.ArrayList;
import java.util.List;
import jdk.jshell.execution.DirectExecutionControl;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.BaseKernelBuilder;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.history.HistoryManager;
import org.dflib.jjava.jupyter.kernel.magic.MagicParser;
import org.dflib.jjava.jupyter.kernel.magic.MagicTranspiler;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;

/** What a notebook speaks to: an {@link Evaluator} behind Jupyter's protocol. Cells are Java; there are no magics. */
public final class JavaKernel extends BaseKernel {
    private final Evaluator evaluator = new Evaluator();

    private JavaKernel(
            String version,
            HistoryManager history,
            JupyterIO io,
            CommManager comms,
            Renderer renderer,
            MagicTranspiler transpiler,
            MagicsRegistry magics,
            StringStyler styler) {
        super(
                "vsr4j",
                version,
                new LanguageInfo.Builder("java")
                        .version(Runtime.version().toString())
                        .mimetype("text/x-java-source")
                        .fileExtension(".jshell")
                        .pygments("java")
                        .codemirror("java")
                        .build(),
                List.of(),
                history,
                io,
                comms,
                renderer,
                new MagicParser("(?!)", "(?!)", transpiler), // matches nothing
                magics,
                false,
                styler);
    }

    /** A kernel that is connected to nobody yet. */
    public static JavaKernel create() {
        return new Builder().version(implementationVersion()).build();
    }

    private static String implementationVersion() {
        String version = JavaKernel.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }

    @Override
    public Object evalRaw(String source) {
        int execution = executionCount.get() - 1; // 0 where nobody is connected, who counts
        Object value = execution > 0 ? evaluator.evaluate(execution, source) : evaluator.evaluate(source);
        // An array's own text is its address.
        return value != null && value.getClass().isArray() ? text(value) : value;
    }

    private static DisplayData text(Object array) {
        return new DisplayData(ArrayText.of(array));
    }

    /** Gives a cell's error as lines: what, then the line of the cell with those around it, then how it got there. */
    @Override
    public List<String> formatError(Throwable problem) {
        if (!(problem instanceof CellException error)) {
            return super.formatError(problem);
        }
        List<String> lines = new ArrayList<>();
        error.getMessage().lines().map(errorStyler::highlight).forEach(lines::add);
        error.place().ifPresent(place -> lines.addAll(excerpt(place)));
        for (Place caller : error.places().stream().skip(1).distinct().toList()) {
            lines.add(errorStyler.secondary("called from " + caller));
        }
        error.details().forEach(detail -> lines.add(errorStyler.secondary(detail)));
        return lines;
    }

    private List<String> excerpt(Place place) {
        List<String> source = place.cell().source().lines().toList();
        List<String> lines = new ArrayList<>();
        for (int n = Math.max(1, place.line() - 2); n <= Math.min(source.size(), place.line() + 2); n++) {
            boolean failing = n == place.line();
            String line = "%s %3d | %s".formatted(failing ? "-->" : "   ", n, source.get(n - 1));
            lines.add(failing ? errorStyler.highlight(line) : errorStyler.primary(line));
        }
        return lines;
    }

    @Override
    public ReplacementOptions complete(String source, int cursor) {
        Assistant.Completions found = evaluator.assistant().complete(source, cursor);
        return new ReplacementOptions(found.continuations(), found.start(), found.end());
    }

    @Override
    public DisplayData inspect(String source, int cursor, boolean detailed) {
        List<String> found = evaluator.assistant().describe(source, cursor);
        return found.isEmpty() ? null : new DisplayData(String.join("\n\n", found));
    }

    @Override
    public String isComplete(String source) {
        return switch (evaluator.assistant().state(source)) {
            case WHOLE -> IS_COMPLETE_YES;
            case UNFINISHED -> "incomplete"; // the protocol's word; the library has only its "unknown"
            case WRONG -> IS_COMPLETE_BAD;
        };
    }

    @Override
    public void interrupt() {
        evaluator.interrupt();
    }

    @Override
    public void onShutdown(boolean restart) {
        evaluator.interrupt();
        evaluator.close();
        super.onShutdown(restart);
    }

    /** JShell's own text of arrays, which its controls keep to themselves. */
    private static final class ArrayText extends DirectExecutionControl {
        static String of(Object array) {
            return valueString(array);
        }
    }

    private static final class Builder extends BaseKernelBuilder<Builder, JavaKernel> {
        @Override
        public JavaKernel build() {
            return new JavaKernel(
                    buildVersion(),
                    buildHistoryManager(),
                    buildJupyterIO(buildJupyterIOEncoding()),
                    buildCommManager(),
                    buildRenderer(),
                    buildMagicTranspiler(),
                    buildMagicsRegistry(),
                    buildErrorStyler());
        }
    }
}
