package io.vsr4j.training.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static Schedule schedule(Schedule.Shape shape, long warmup) {
        return new Schedule(shape, 0.8, warmup, 30, 40, 100);
    }

    @Test
    void risesInAStraightLine() {
        for (Schedule.Shape shape : Schedule.Shape.values()) {
            assertThat(schedule(shape, 4).at(0)).isEqualTo(0.2);
            assertThat(schedule(shape, 4).at(2)).isCloseTo(0.6, within(1e-12));
            assertThat(schedule(shape, 4).at(4)).isEqualTo(0.8);
        }
    }

    @Test
    void constantStays() {
        assertThat(schedule(Schedule.Shape.CONSTANT, 0).at(1_000_000)).isEqualTo(0.8);
    }

    @Test
    void halvedIsHalvedAtEachPeriod() {
        Schedule halved = schedule(Schedule.Shape.HALVED, 0);
        assertThat(halved.at(29)).isEqualTo(0.8);
        assertThat(halved.at(30)).isEqualTo(0.4);
        assertThat(halved.at(90)).isEqualTo(0.1);
    }

    @Test
    void cosineIsHalfAWave() {
        Schedule cosine = schedule(Schedule.Shape.COSINE, 20);
        assertThat(cosine.at(60)).isCloseTo(0.4, within(1e-12));
        assertThat(cosine.at(40)).isCloseTo(0.4 * (1 + Math.sqrt(0.5)), within(1e-12));
        assertThat(cosine.at(100)).isCloseTo(0, within(1e-12));
        assertThat(cosine.at(101)).isCloseTo(0, within(1e-12));
    }

    @Test
    void trapezoidFallsAtTheEnd() {
        Schedule trapezoid = schedule(Schedule.Shape.TRAPEZOID, 10);
        assertThat(trapezoid.at(10)).isEqualTo(0.8);
        assertThat(trapezoid.at(60)).isEqualTo(0.8);
        assertThat(trapezoid.at(80)).isCloseTo(0.4, within(1e-12));
        assertThat(trapezoid.at(100)).isZero();
        assertThat(trapezoid.at(101)).isZero();
    }
}
