package io.vsr4j.quality.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.quality.Comparison;
import io.vsr4j.quality.Comparison.MetricResult;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import io.vsr4j.quality.Score;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorstFramesTest {
    @Test
    void neighboursOfABadFrameAreLeftOut() {
        double[] values = new double[240];
        Arrays.fill(values, 40);
        values[100] = 10;
        values[101] = 11;
        values[30] = 20;
        values[200] = Double.NaN;

        assertThat(WorstFrames.of(result(Better.HIGHER, values), 2)).containsExactly(100, 30);
    }

    @Test
    void whereLowerIsBetterTheHighestIsTheWorst() {
        assertThat(WorstFrames.of(result(Better.LOWER, 1, 5, 2, 4), 3)).containsExactly(1, 3, 2);
    }

    @Test
    void withoutReferenceAMetricThatOnlyDescribesMayJudge() {
        MetricResult sharpness = result(Better.NEITHER, 5, 1, 3);
        Comparison comparison = new Comparison(null, "o", 8, 8, new double[3], List.of(sharpness), List.of());

        assertThat(WorstFrames.judge(comparison, List.of("psnr"))).contains(sharpness);
        assertThat(WorstFrames.of(sharpness, 2)).containsExactly(1, 2);
    }

    @Test
    void thereAreNoMoreThanFramesWithNumbers() {
        assertThat(WorstFrames.of(result(Better.HIGHER, Double.NaN, 5, Double.POSITIVE_INFINITY), 4))
                .containsExactly(1, 2);
    }

    @Test
    void theTypicalFrameIsTheMedian() {
        assertThat(WorstFrames.typical(result(Better.HIGHER, 9, 1, Double.NaN, 5)))
                .isEqualTo(3);
    }

    private static MetricResult result(Better better, double... values) {
        MetricCard card = new MetricCard("m", "M", better, true, "", "", "", "", List.of(), "");
        return new MetricResult(card, Score.mean(values), null);
    }
}
