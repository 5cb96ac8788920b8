package io.vsr4j.cli;

import io.vsr4j.upscale.JobListener;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.DoubleSupplier;

/**
 * Shows how far a job is: on a terminal one line that is drawn anew, otherwise a {@code key=value} line at the beginning
 * of each stage and every five seconds.
 *
 * <pre>
 * stage=restore frames=120 total=960 fps=6.1 left_s=137
 * </pre>
 */
final class Progress implements JobListener {
    private static final double LINE_SECONDS = 5;
    private static final double DRAW_SECONDS = 0.1;
    private static final String CLEAR = "\r\033[K";

    private final PrintWriter err;
    private final OptionalInt columns;
    private final DoubleSupplier clock;
    private final String prefix;

    private String stage = "";
    private boolean counted;
    private FrameRate rate = new FrameRate();
    private int done;
    private int total;
    private double shown = Double.NEGATIVE_INFINITY;
    private boolean drawn;

    /**
     * @param err where it is shown
     * @param columns width of the terminal, empty if it is none
     * @param clock seconds, from anywhere
     * @param prefix what the lines begin with, such as {@code file=2 files=5}; may be empty
     */
    Progress(PrintWriter err, OptionalInt columns, DoubleSupplier clock, String prefix) {
        this.err = err;
        this.columns = columns;
        this.clock = clock;
        this.prefix = prefix.isEmpty() ? "" : prefix + " ";
    }

    @Override
    public synchronized void stage(Stage stage) {
        if (stage == Stage.DONE) {
            clear();
        } else {
            begin(stage.name().toLowerCase(Locale.ROOT), stage == Stage.RESTORE);
        }
    }

    /**
     * Something begins.
     *
     * @param stage what it is called
     * @param counted whether {@link #advanced} tells its frames
     */
    synchronized void begin(String stage, boolean counted) {
        this.stage = stage;
        this.counted = counted;
        rate = new FrameRate();
        done = 0;
        total = 0;
        show();
    }

    @Override
    public synchronized void advanced(int done, int reused, int total) {
        this.done = done;
        this.total = total;
        double now = clock.getAsDouble();
        rate.sample(now, done - reused);
        if (now - shown >= (columns.isPresent() ? DRAW_SECONDS : LINE_SECONDS)) {
            show();
        }
    }

    @Override
    public synchronized void note(String note) {
        clear();
        err.println("vsr: " + note);
    }

    /** Takes the bar away, so that other lines can follow. */
    synchronized void clear() {
        if (drawn) {
            err.print(CLEAR);
            err.flush();
            drawn = false;
        }
    }

    private void show() {
        shown = clock.getAsDouble();
        if (columns.isPresent()) {
            err.print(CLEAR + bar(columns.getAsInt() - 1));
            err.flush();
            drawn = true;
        } else {
            err.println(line());
        }
    }

    private String line() {
        String name = prefix + "stage=" + stage;
        if (!counted || total == 0) {
            return name;
        }
        double fps = rate.perSecond();
        String speed =
                fps > 0 ? String.format(Locale.ROOT, " fps=%.1f left_s=%d", fps, Math.round((total - done) / fps)) : "";
        return name + " frames=" + done + " total=" + total + speed;
    }

    private String bar(int width) {
        String name = prefix + stage;
        if (!counted || total == 0) {
            return cut(name + " ...", width);
        }
        double fps = rate.perSecond();
        String speed = fps > 0
                ? String.format(Locale.ROOT, "  %.1f fps  %s left", fps, clock(Math.round((total - done) / fps)))
                : "";
        String numbers = " " + done + "/" + total + speed;
        int room = Math.min(40, width - name.length() - numbers.length() - 3);
        if (room < 5) {
            return cut(name + numbers, width);
        }
        int full = (int) ((long) room * done / total);
        return name + " [" + "#".repeat(full) + ".".repeat(room - full) + "]" + numbers;
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width));
    }

    private static String clock(long seconds) {
        return seconds < 3600
                ? String.format("%d:%02d", seconds / 60, seconds % 60)
                : String.format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
