package io.vsr4j.quality.report;

import io.vsr4j.quality.Comparison;
import io.vsr4j.quality.Comparison.MetricResult;
import io.vsr4j.quality.FrameLookup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * One page that shows a comparison: numbers and what they mean, plots over time, the worst frames, where they differ, and
 * one row of the picture over time. It needs nothing but itself, and stays below a few megabytes for a film of any length.
 *
 * @param comparison what came of it
 * @param judge the metric that says which frames are worst; empty if none knows frames
 */
public record Report(Comparison comparison, Optional<MetricResult> judge) {
    /** Metrics that frames are judged by, if nobody says another: the first of these that there is. */
    private static final List<String> JUDGES = List.of("psnr", "psnr-y", "ssim", "niqe", "sharpness");

    private static final int WORST = 4;

    /**
     * Chooses frames.
     *
     * @param comparison what came of it
     * @param worstBy metric that says which frames are worst; empty for the usual one
     * @return the report, to be written
     * @throws IllegalArgumentException if that metric does not tell frames apart
     */
    public static Report of(Comparison comparison, Optional<String> worstBy) {
        Optional<MetricResult> judge =
                WorstFrames.judge(comparison, worstBy.map(List::of).orElse(JUDGES));
        if (worstBy.isPresent()
                && judge.filter(j -> j.card().id().equals(worstBy.get())).isEmpty()) {
            throw new IllegalArgumentException("the worst frames cannot be told by '" + worstBy.get()
                    + "'; name a metric that is measured and gives a number for each frame");
        }
        return new Report(comparison, judge);
    }

    /** {@return how many frames will be looked up} */
    public int lookups() {
        return chosen().size() + Math.min(comparison.times().length, TemporalProfile.MOST_FRAMES);
    }

    /** The worst one first, a typical one last. */
    private List<Integer> chosen() {
        List<Integer> chosen = new ArrayList<>();
        judge.ifPresent(result -> {
            chosen.addAll(WorstFrames.of(result, WORST));
            int typical = WorstFrames.typical(result);
            if (!chosen.contains(typical)) {
                chosen.add(typical);
            }
        });
        return chosen.isEmpty() ? List.of(comparison.times().length / 2) : chosen;
    }

    /**
     * Reads those frames once more and writes the page.
     *
     * @param frames shows any frame
     * @param file where it goes
     * @param progress is told how many frames were looked up so far
     * @throws IOException if a frame cannot be read, or the file not be written
     */
    public void write(FrameLookup frames, ReportFile file, IntConsumer progress) throws IOException {
        List<ShownFrame> shown = new ArrayList<>();
        for (int index : chosen()) {
            frames.at(index, pair -> shown.add(ShownFrame.of(pair, comparison.width(), comparison.height())));
            progress.accept(shown.size());
        }
        ShownFrame worst = shown.get(0);
        int row = (int) worst.crops().get(0).place().getCenterY();
        TemporalProfile profile =
                new TemporalProfile(comparison.width(), row, worst.index(), comparison.times().length);
        for (int index = profile.first(); index < profile.end(); index++) {
            frames.at(index, profile::accept);
            progress.accept(shown.size() + index + 1 - profile.first());
        }
        file.write(new ReportPage(this, shown, profile).html());
    }
}
