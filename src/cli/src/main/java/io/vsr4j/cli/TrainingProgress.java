package io.vsr4j.cli;

import io.vsr4j.training.run.StepResult;
import io.vsr4j.training.run.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.DoubleSupplier;

/**
 * Shows how far a training is: on a terminal one line that is drawn anew, otherwise a {@code key=value} line every five
 * seconds. {@code waited} is the share of the time that was spent waiting for samples.
 *
 * <pre>
 * recipe=compact-stage1 step=1200 steps=20000 charbonnier=0.0312 waited=0.01 left_s=5400
 * </pre>
 */
final class TrainingProgress implements TrainingListener {
    private final String recipe;
    private final StatusLine status;
    private final DoubleSupplier clock;
    private final boolean quiet;

    private long first;
    private long steps;
    private double begun;
    private volatile long step;

    /**
     * @param recipe its name
     * @param err where it is shown
     * @param columns width of the terminal, empty if it is none
     * @param clock seconds, from anywhere
     * @param quiet whether nothing is shown
     */
    TrainingProgress(String recipe, PrintWriter err, OptionalInt columns, DoubleSupplier clock, boolean quiet) {
        this.recipe = recipe;
        this.status = new StatusLine(err, columns, clock);
        this.clock = clock;
        this.quiet = quiet;
    }

    @Override
    public void begins(long first, long steps) {
        this.first = first;
        this.steps = steps;
        step = first;
        begun = clock.getAsDouble();
        if (first > 0 && !quiet) {
            status.say("going on after step " + first);
        }
    }

    @Override
    public void note(String sentence) {
        status.say(sentence);
    }

    @Override
    public void stepped(StepResult result, double waited) {
        step = result.step();
        if (quiet || !status.isDue()) {
            return;
        }
        StringBuilder line = new StringBuilder("recipe=" + recipe + " step=" + step + " steps=" + steps);
        result.terms().forEach((name, value) -> line.append(String.format(Locale.ROOT, " %s=%.4g", name, value)));
        double left = (clock.getAsDouble() - begun) / (step - first) * (steps - step);
        line.append(String.format(Locale.ROOT, " waited=%.2f left_s=%d", waited, Math.round(left)));
        status.show(line.toString());
    }

    /** {@return the last step that was made} */
    long step() {
        return step;
    }

    /** Takes the line away, so that others can follow. */
    void clear() {
        status.clear();
    }
}
