package io.vsr4j.tensor;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A stretch of a computation that is told of all it depends on, besides weights: a transformer's block, say, or a UNet's
 * stage. A network that runs its blocks as pieces works as ever; but whoever takes gradients may have the pieces of a
 * thread run by a {@link Runner} that forgets what lies inside of one, and runs it once more when the gradient is taken.
 *
 * <pre>{@code
 * NDArray y = Piece.of(x, block::forward);
 * }</pre>
 */
public final class Piece {
    /** How pieces are run. */
    @FunctionalInterface
    public interface Runner {
        /** Simply runs them. */
        Runner PLAIN = (inputs, piece) -> piece.apply(inputs);

        /**
         * Runs a piece.
         *
         * @param inputs as in {@link Piece#run}
         * @param piece as there
         * @return as there
         */
        List<NDArray> run(List<NDArray> inputs, UnaryOperator<List<NDArray>> piece);
    }

    /** Until it is closed, by the thread that opened it, pieces are run as was asked. */
    public static final class Choice implements AutoCloseable {
        private final Runner before = RUNNER.get();

        private Choice(Runner runner) {
            RUNNER.set(runner);
        }

        /** Restores what was there before. */
        @Override
        public void close() {
            RUNNER.set(before);
        }
    }

    private static final ThreadLocal<Runner> RUNNER = ThreadLocal.withInitial(() -> Runner.PLAIN);

    private Piece() {}

    /**
     * Runs a piece.
     *
     * @param inputs floating-point arrays: all that the piece depends on, but for weights, and that does not stay open. The
     *     piece may close them; a runner may leave them open
     * @param piece gives the same results each time that it is run; they belong to the manager of the first input
     * @return its results
     */
    public static List<NDArray> run(List<NDArray> inputs, UnaryOperator<List<NDArray>> piece) {
        return RUNNER.get().run(inputs, piece);
    }

    /**
     * Runs a piece that makes one array of one.
     *
     * @param x its input
     * @param piece as in {@link #run}
     * @return its result
     */
    public static NDArray of(NDArray x, UnaryOperator<NDArray> piece) {
        return run(List.of(x), inputs -> List.of(piece.apply(inputs.get(0)))).get(0);
    }

    /** {@return how the calling thread runs pieces} */
    public static Runner runner() {
        return RUNNER.get();
    }

    /** {@return a scope in which the calling thread's pieces are run that way} */
    public static Choice by(Runner runner) {
        return new Choice(runner);
    }
}
