package io.vsr4j.notebook.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the notebooks' cells, each notebook in a kernel of its own: of those whose names begin with one of {@code notebooks}.
 */
class NotebooksTest {
    /** Tests run in the folder of the notebooks, as the kernel does. */
    private static final Path FOLDER = Path.of("").toAbsolutePath();

    private static final String CHOSEN = System.getProperty("notebooks", "");

    @TestFactory
    Stream<DynamicTest> noCellFails() {
        List<Notebook> chosen =
                Notebook.all(FOLDER).stream().filter(NotebooksTest::isChosen).toList();
        assertThat(chosen)
                .as("notebooks whose names begin with one of %s", CHOSEN)
                .isNotEmpty();
        return chosen.stream().map(notebook -> DynamicTest.dynamicTest(notebook.toString(), () -> run(notebook)));
    }

    @TestFactory
    Stream<DynamicTest> sourcesHoldNoOutputs() {
        return Notebook.all(FOLDER).stream()
                .map(notebook -> DynamicTest.dynamicTest(notebook.toString(), () -> assertThat(notebook.codeCells())
                        .as("%s was saved with outputs: run jupyter nbconvert --clear-output --inplace on it", notebook)
                        .allSatisfy(cell -> {
                            assertThat(cell.getAsJsonArray("outputs")).isEmpty();
                            assertThat(cell.get("execution_count").isJsonNull()).isTrue();
                        })));
    }

    /** Magics are a kernel's own; these are to run under all of them. */
    @TestFactory
    Stream<DynamicTest> cellsArePlainJava() {
        return Notebook.all(FOLDER).stream()
                .map(notebook -> DynamicTest.dynamicTest(notebook.toString(), () -> assertThat(notebook.sources())
                        .allSatisfy(source -> assertThat(source.lines())
                                .noneMatch(line -> line.strip().startsWith("%"))
                                .noneMatch(line -> line.strip().startsWith("!")))));
    }

    private static boolean isChosen(Notebook notebook) {
        return Stream.of(CHOSEN.split(","))
                .anyMatch(start -> notebook.toString().startsWith(start.strip()));
    }

    private static void run(Notebook notebook) {
        JavaKernel kernel = JavaKernel.create();
        kernel.onStartup();
        try {
            List<String> sources = notebook.sources();
            for (int i = 0; i < sources.size(); i++) {
                run(kernel, notebook, i + 1, sources.get(i));
            }
        } finally {
            kernel.onShutdown(false);
        }
    }

    private static void run(JavaKernel kernel, Notebook notebook, int cell, String source) {
        try {
            kernel.eval(source);
        } catch (RuntimeException e) {
            String lines = String.join("\n", kernel.formatError(e)).replaceAll("\u001B\\[[0-9;]*m", "");
            throw new AssertionError(notebook + ", code cell " + cell + ":\n" + lines, e);
        }
    }
}
