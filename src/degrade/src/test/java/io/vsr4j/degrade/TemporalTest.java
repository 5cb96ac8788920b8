package io.vsr4j.degrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Both modes are told apart by the share of a still clip's frames that come out other than the frame before. */
class TemporalTest {
    private static final int FRAMES = 60;

    @Test
    void aStillClipStaysStillWhereOneDrawHoldsForAll() throws IOException {
        assertThat(shareOfChanges(Temporal.CONSISTENT, TemporalTest::blur)).isZero();
        assertThat(shareOfChanges(Temporal.CONSISTENT, TemporalTest::resize)).isZero();
        assertThat(shareOfChanges(Temporal.CONSISTENT, TemporalTest::jpeg)).isZero();
    }

    @Test
    void aStillClipChangesFromFrameToFrameWhereNumbersWalk() throws IOException {
        assertThat(shareOfChanges(Temporal.WALK, TemporalTest::blur)).isGreaterThan(0.9);
        assertThat(shareOfChanges(Temporal.WALK, TemporalTest::resize)).isGreaterThan(0.3);
        assertThat(shareOfChanges(Temporal.WALK, TemporalTest::jpeg)).isGreaterThan(0.5);
    }

    @Test
    void asManyFramesWalkAsTheProbabilitySays() throws IOException {
        double share = 0;
        for (int seed = 0; seed < 4; seed++) {
            share += shareOfChanges(new Gait(new Temporal(0.3), seed), TemporalTest::blur) / 4;
        }
        // Of 4 * 59 draws; five deviations.
        assertThat(share).isCloseTo(0.3, within(5 * Math.sqrt(0.3 * 0.7 / (4 * 59))));
    }

    @Test
    void allStepsAgreeOnWhichFramesWalk() {
        Gait gait = new Gait(new Temporal(0.5), 3);
        Random random = new Random(1);
        Walk one = new Walk(random, gait, -1000, 1000, 0.1);
        Walk other = new Walk(random, gait, -1000, 1000, 0.1);
        double a = one.next(random);
        double b = other.next(random);
        for (int t = 1; t < 50; t++) {
            double nextA = one.next(random);
            double nextB = other.next(random);
            assertThat(nextA != a).isEqualTo(nextB != b);
            a = nextA;
            b = nextB;
        }
    }

    @Test
    void aWalkStaysInItsRangeAndItsStepsAreUniform() {
        Random random = new Random(5);
        Walk walk = new Walk(random, new Gait(Temporal.WALK, 0), -1000, 1000, 3);
        double before = walk.next(random);
        double squares = 0;
        for (int i = 0; i < 4000; i++) {
            double now = walk.next(random);
            assertThat(now).isBetween(-1000.0, 1000.0);
            assertThat(Math.abs(now - before)).isLessThanOrEqualTo(3);
            squares += (now - before) * (now - before);
            before = now;
        }
        assertThat(Math.sqrt(squares / 4000)).isCloseTo(3 / Math.sqrt(3), within(0.1));
    }

    @Test
    void aProbabilityIsOne() {
        assertThatThrownBy(() -> new Temporal(1.5)).hasMessageContaining("from 0 to 1, got 1.5");
        assertThatThrownBy(() -> new Temporal(Double.NaN)).hasMessageContaining("NaN");
    }

    private static Step.Change blur(Gait gait) {
        return Blur.any(new Random(2), gait, 0.8, 3);
    }

    private static Step.Change resize(Gait gait) {
        Rescale rescale = new Rescale(new Random(1), gait, 0, 1, 1, 0.5, 0.03);
        return frame -> ResizeFilter.LINEAR.resize(rescale.apply(frame), 40, 30);
    }

    private static Step.Change jpeg(Gait gait) {
        Random random = new Random(2);
        return new Jpeg(random, new Walk(random, gait, 30, 95, 3));
    }

    private static double shareOfChanges(Temporal temporal, Function<Gait, Step.Change> change) throws IOException {
        return shareOfChanges(new Gait(temporal, 9), change);
    }

    private static double shareOfChanges(Gait gait, Function<Gait, Step.Change> change) throws IOException {
        Step.Change changing = change.apply(gait);
        List<Raster> frames = Frames.through(
                result -> Step.each(changing, result), Collections.nCopies(FRAMES, Frames.moving(40, 30, 5)));
        double changes = 0;
        for (int t = 1; t < FRAMES; t++) {
            changes += Frames.distance(frames.get(t), frames.get(t - 1)) > 0 ? 1 : 0;
        }
        return changes / (FRAMES - 1);
    }
}
