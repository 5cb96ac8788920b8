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
    private final StatusLine status;
    private final DoubleSupplier clock;
    private final String prefix;

    private String stage = "";
    private boolean counted;
    private FrameRate rate = new FrameRate();
    private int done;
    private int total;

    /**
     * @param err where it is shown
     * @param columns width of the terminal, empty if it is none
     * @param clock seconds, from anywhere
     * @param prefix what the lines begin with, such as {@code file=2 files=5}; may be empty
     */
    Progress(PrintWriter err, OptionalInt columns, DoubleSupplier clock, String prefix) {
        status = new StatusLine(err, columns, clock);
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
        rate.sample(clock.getAsDouble(), done - reused);
        if (status.isDue()) {
            show();
        }
    }

    @Override
    public synchronized void note(String note) {
        status.say(note);
    }

    /** Takes the bar away, so that other lines can follow. */
    synchronized void clear() {
        status.clear();
    }

    private void show() {
        OptionalInt width = status.width();
        status.show(width.isPresent() ? bar(width.getAsInt()) : line());
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
            return name + " ...";
        }
        double fps = rate.perSecond();
        String speed = fps > 0
                ? String.format(Locale.ROOT, "  %.1f fps  %s left", fps, clock(Math.round((total - done) / fps)))
                : "";
        String numbers = " " + done + "/" + total + speed;
        int room = Math.min(40, width - name.length() - numbers.length() - 3);
        if (room < 5) {
            return name + numbers;
        }
        int full = (int) ((long) room * done / total);
        return name + " [" + "#".repeat(full) + ".".repeat(room - full) + "]" + numbers;
    }

    private static String clock(long seconds) {
        return seconds < 3600
                ? String.format("%d:%02d", seconds / 60, seconds % 60)
                : String.format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
