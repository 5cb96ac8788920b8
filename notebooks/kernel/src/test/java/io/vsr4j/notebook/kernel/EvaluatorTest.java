package io.vsr4j.notebook.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vsr4j.notebook.kernel.CellException.Place;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
public class EvaluatorTest {
    /** Counted down by cells that are about to be stopped; public, with its class, for them to see. */
    public static volatile CountDownLatch running;

    private final Evaluator evaluator = new Evaluator();

    @AfterEach
    void close() {
        evaluator.close();
    }

    @Test
    void aCellGivesTheValueOfItsLastExpression() {
        assertThat(evaluator.evaluate("6 * 7")).isEqualTo(42);
        assertThat(evaluator.evaluate("int x = 5;\nx + 1 // a comment\n// and another"))
                .isEqualTo(6);
        assertThat(evaluator.evaluate("int y = 5;")).isNull();
        assertThat(evaluator.evaluate("// nothing")).isNull();
        assertThat(evaluator.evaluate("")).isNull();
        assertThat(evaluator.evaluate("1; int z = 2;")).isNull();
        assertThat(evaluator.evaluate("List.of(1, 2)\n    .stream()\n    .mapToInt(i -> i)\n    .sum()"))
                .isEqualTo(3);
    }

    @Test
    void laterCellsSeeWhatEarlierOnesDeclared() {
        evaluator.evaluate("record Size(int w, int h) { int area() { return w * h; } }");
        evaluator.evaluate(
                "int twice(int v) {\n    return 2 * v;\n}\nvar sizes = List.of(new Size(2, 3), new Size(1, 1));");
        evaluator.evaluate("java.util.function.IntUnaryOperator more = v -> twice(v) + 1;");
        assertThat(evaluator.evaluate("more.applyAsInt(sizes.get(0).area())")).isEqualTo(13);
    }

    @Test
    void whatIsDeclaredAgainCounts() {
        evaluator.evaluate("record P(int a) { int value() { return a; } }\nint f(P p) { return p.value(); }");
        assertThat(evaluator.evaluate("f(new P(3))")).isEqualTo(3);
        evaluator.evaluate("record P(int a) { int value() { return 10 * a; } }");
        assertThat(evaluator.evaluate("f(new P(3))")).isEqualTo(30);
        evaluator.evaluate("int f(P p) { return -p.value(); }");
        assertThat(evaluator.evaluate("f(new P(3))")).isEqualTo(-30);
        evaluator.evaluate("String f = \"a\";");
        evaluator.evaluate("int f = 7;");
        assertThat(evaluator.evaluate("f")).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int a = 1;\n\n// text\nString s = a;",
                "int a = 1;\nint b = 2;\nvoid f() {\n    String s = 1;\n}",
                "int f() {\n    int a = 1;\n\n    return a + missing;\n}",
                "int a = 1;\nint b = 2;\n\nmissing(a);",
                "int a = 1;\n/* two\n   lines */\nint b = ;"
            })
    void anErrorOfTheCompilerPointsAtItsLine(String cell) {
        assertThat(failure(cell).place())
                .hasValueSatisfying(place -> assertThat(place.line()).isEqualTo(4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "int a = 0;\n\n// text\nint b = 5 / a;",
                "int a = 0;\nint b = 1;\nif (a == 0)\n    throw new IllegalStateException();",
                "int a = 0;\nint f(int v) {\n    int w = v;\n    return 1 / w;\n}\nf(1);\nf(0);",
                "int a = 0;\nRunnable r = () -> {\n    int b = 1;\n    throw new IllegalStateException();\n};\nr.run();",
                "int a = 0;\n\n\nInteger.parseInt(\"x\")",
                "int a = 0;\nList.of(1, 0)\n    .stream()\n    .map(v -> 1 / v)\n    .toList()"
            })
    void anExceptionPointsAtItsLine(String cell) {
        assertThat(failure(cell).place())
                .hasValueSatisfying(place -> assertThat(place.line()).isEqualTo(4));
    }

    @Test
    void anExceptionKeepsItsWayThroughCells() {
        evaluator.evaluate("int f(int v) {\n    return 1 / v;\n}");
        evaluator.evaluate("int g(int v) { return f(v); }");
        CellException thrown = failure("int zero = 0;\ng(zero)");
        assertThat(thrown).hasMessage("cell 1, line 2, in f: java.lang.ArithmeticException: / by zero");
        assertThat(thrown).hasCauseInstanceOf(ArithmeticException.class);
        assertThat(thrown.places())
                .extracting(Place::toString)
                .containsExactly("cell 1, line 2, in f", "cell 2, line 1, in g", "cell 3, line 2");
    }

    @Test
    void causesAreTold() {
        CellException thrown =
                failure("throw new IllegalStateException(\"outer\", new java.io.IOException(\"inner\"));");
        assertThat(thrown.details()).contains("caused by java.io.IOException: inner");
    }

    @Test
    void errorsAndEndlessRecursionEndTheCellAndNoMore() {
        assertThat(failure("throw new AssertionError(\"no\");")).hasMessageContaining("AssertionError: no");
        assertThat(failure("int deep(int i) { return deep(i + 1) + 1; }\ndeep(0)"))
                .hasMessageContaining("StackOverflowError");
        assertThat(evaluator.evaluate("1 + 1")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true) {}",
                "Thread.sleep(1_000_000);",
                "while (true) { try { Thread.sleep(10); } catch (Exception e) {} }",
                "for (;;) { List.of(1, 2).forEach(i -> {}); }",
                "int again(int i) { return i > 1000 ? 0 : again(i + 1); }\ndo { again(0); } while (true);"
            })
    void aCellCanBeStoppedAndTheNextOneRuns(String cell) throws InterruptedException {
        evaluator.evaluate("int kept = 7;");
        running = new CountDownLatch(1);
        Thread user = new Thread(() -> {
            awaitRunning();
            evaluator.interrupt();
        });
        user.start();
        assertThat(failure(EvaluatorTest.class.getName() + ".running.countDown();\n" + cell))
                .hasMessageContaining("stopped by the user");
        user.join(Duration.ofSeconds(60).toMillis());
        assertThat(evaluator.evaluate("Thread.sleep(1);\nkept")).isEqualTo(7);
    }

    @Test
    void namesAreCompleted() {
        evaluator.evaluate("String title = \"x\";");
        assertThat(evaluator.assistant().complete("int a = title.len", 17).continuations())
                .containsExactly("length()");
        assertThat(evaluator.assistant().complete("title.isEm", 10)).satisfies(found -> {
            assertThat(found.continuations()).containsExactly("isEmpty()");
            assertThat(List.of(found.start(), found.end())).containsExactly(6, 10);
        });
        String unrun = "var words = List.of(1);\nwords.str";
        assertThat(evaluator.assistant().complete(unrun, unrun.length())).satisfies(found -> {
            assertThat(found.continuations()).containsExactly("stream()");
            assertThat(found.start()).isEqualTo(unrun.length() - 3);
        });
    }

    @Test
    void namesAreDescribed() {
        evaluator.evaluate("int half(int v) { return v / 2; }");
        assertThat(evaluator.assistant().describe("int a = 1;\nhalf(a)", 13)).containsExactly("int half(int v)");
        assertThat(evaluator.assistant().describe("nothingOfThatName", 4)).isEmpty();
    }

    @Test
    void whetherACellIsWhole() {
        assertThat(evaluator.assistant().state("int a = 3")).isEqualTo(Assistant.State.WHOLE);
        assertThat(evaluator.assistant().state("int a = 3;\n// text")).isEqualTo(Assistant.State.WHOLE);
        assertThat(evaluator.assistant().state("for (int i = 0; i < 3; i++) {")).isEqualTo(Assistant.State.UNFINISHED);
    }

    private CellException failure(String cell) {
        return catchThrowableOfType(CellException.class, () -> evaluator.evaluate(cell));
    }

    private static void awaitRunning() {
        try {
            running.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
