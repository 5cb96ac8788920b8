package io.vsr4j.notebook;

import io.vsr4j.quality.report.Html;
import io.vsr4j.upscale.JobListener;
import java.util.Locale;

/**
 * A bar that moves below a cell, in one place. It also follows a job: give it to an {@link io.vsr4j.upscale.UpscaleJob} as its
 * listener. Any thread may move it.
 *
 * <pre>{@code
 * try (Progress bar = Show.progress("windows", windows.size())) {
 *     for (Window window : windows) {
 *         restore(window);
 *         bar.step();
 *     }
 * }
 * }</pre>
 */
public final class Progress implements AutoCloseable, JobListener {
    /** Between two updates, so that quick steps do not flood the front end. */
    private static final long LEAST_NANOS = 100_000_000;

    private final String id = Output.newId();
    private final String title;
    private final long begun = System.nanoTime();
    private int total;
    private int done;
    private long shown = begun;
    private boolean closed;

    Progress(String title, int total) {
        if (total < 0) {
            throw new IllegalArgumentException("a bar must have at least 0 steps, got " + total);
        }
        this.title = title;
        this.total = total;
        Screen.show(output());
    }

    /** One step more. */
    public synchronized void step() {
        at(done + 1);
    }

    /**
     * Goes to a step.
     *
     * @param step number of steps that are done; beyond the last it counts as the last
     */
    public synchronized void at(int step) {
        done = Math.max(0, Math.min(total, step));
        if (done == total || System.nanoTime() - shown >= LEAST_NANOS) {
            show();
        }
    }

    /** Follows a job. */
    @Override
    public synchronized void advanced(int frames, int reused, int wanted) {
        total = wanted;
        at(frames);
    }

    /** Shows where it stopped, and how long that took. */
    @Override
    public synchronized void close() {
        closed = true;
        show();
    }

    private void show() {
        shown = System.nanoTime();
        Screen.update(output());
    }

    private Output output() {
        String words = title + ": " + done + " of " + total + time();
        Html html = new Html();
        html.open("progress", "value", Integer.toString(done), "max", Integer.toString(Math.max(1, total)))
                .close("progress");
        html.text(" " + words);
        return Output.html(id, html, words);
    }

    private String time() {
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (closed || done == total && total > 0) {
            return String.format(Locale.ROOT, ", %.1f s", seconds);
        }
        return done == 0 ? "" : String.format(Locale.ROOT, ", about %.0f s left", seconds / done * (total - done));
    }
}
