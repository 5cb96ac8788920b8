package io.vsr4j.cli;

import io.vsr4j.quality.evaluate.ClipResult;
import io.vsr4j.quality.evaluate.EvaluationListener;
import io.vsr4j.quality.evaluate.RunFailure;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.DoubleSupplier;

/**
 * Shows how far an evaluation is: on a terminal one line that is drawn anew, otherwise a {@code key=value} line at the
 * beginning of each run and every five seconds. Results that an earlier run has left take no time, and are not counted when
 * the rest is estimated.
 *
 * <pre>
 * model=compact set=UDM10 clip=000 run=3 runs=20 done=0.42 left_s=137
 * </pre>
 */
final class EvaluationProgress implements EvaluationListener {
    private final StatusLine status;
    private final DoubleSupplier clock;
    private final boolean quiet;

    private String run = "";
    private int runs;
    private int done;
    private double share;
    private boolean working;
    private double worked;
    private double begun;
    private double spent;

    /**
     * @param err where it is shown
     * @param columns width of the terminal, empty if it is none
     * @param clock seconds, from anywhere
     * @param quiet whether failures alone are shown
     */
    EvaluationProgress(PrintWriter err, OptionalInt columns, DoubleSupplier clock, boolean quiet) {
        status = new StatusLine(err, columns, clock);
        this.clock = clock;
        this.quiet = quiet;
    }

    @Override
    public synchronized void planned(int runs) {
        this.runs = runs;
    }

    @Override
    public synchronized void done(int runs) {
        done = runs;
    }

    @Override
    public synchronized void began(String model, String set, String clip) {
        run = "model=" + model + " set=" + JobText.name(set) + " clip=" + JobText.name(clip);
        share = 0;
        begun = clock.getAsDouble();
        working = true;
        show();
    }

    @Override
    public synchronized void advanced(double share) {
        this.share = share;
        if (status.isDue()) {
            show();
        }
    }

    @Override
    public synchronized void finished(ClipResult result) {
        worked++;
        ended();
    }

    @Override
    public synchronized void failed(RunFailure failure) {
        if (working) {
            ended();
        }
        status.say(JobText.name(failure.what()) + ": "
                + Failure.of(failure.cause()).line());
    }

    private void ended() {
        spent += clock.getAsDouble() - begun;
        working = false;
        share = 0;
    }

    @Override
    public synchronized void note(String note) {
        if (!quiet) {
            status.say(note);
        }
    }

    /** Takes the line away, so that others can follow. */
    synchronized void clear() {
        status.clear();
    }

    private void show() {
        if (quiet) {
            return;
        }
        String line = run + " run=" + (done + 1) + " runs=" + runs + String.format(Locale.ROOT, " done=%.2f", share);
        double part = worked + share;
        if (part > 0.05) {
            double left = (spent + clock.getAsDouble() - begun) / part * (runs - done - share);
            line += " left_s=" + Math.round(left);
        }
        status.show(line);
    }
}
