package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeRepairTest {
    private static final long NONE = AV_NOPTS_VALUE;

    @Test
    void soundTimesStay() {
        assertRepaired(times(-80, -40, 0, 40, 41, 9000), -80, -40, 0, 40, 41, 9000);
    }

    @Test
    void missingTimesLieBetweenTheirNeighbours() {
        assertRepaired(times(0, NONE, NONE, 120, 160), 0, 40, 80, 120, 160);
        assertRepaired(times(NONE, NONE, 80, 120, NONE), 0, 40, 80, 120, 160);
        assertRepaired(times(NONE, NONE, NONE), 0, 25, 50);
    }

    @Test
    void framesOfOneTimeSpreadIntoTheGapBehindThem() {
        assertRepaired(times(0, 40, 40, 120, 160), 0, 40, 80, 120, 160);
        assertRepaired(times(0, 40, 40), 0, 40, 80);
        assertRepaired(times(0, 40, 80, 80, 80, 80, 240), 0, 40, 80, 120, 160, 200, 240);
        assertRepaired(times(5, 5, 6, 7), 5, 6, 7, 8);
    }

    @Test
    void aSingleWildTimeIsForgotten() {
        assertRepaired(times(0, 40, 99_999, 120, 160), 0, 40, 80, 120, 160);
        assertRepaired(times(0, 40, -99_999, 120, 160), 0, 40, 80, 120, 160);
    }

    @Test
    void aClockThatStartsAgainContinues() {
        assertRepaired(times(1000, 1040, 1080, 0, 40, 80, 120), 1000, 1040, 1080, 1120, 1160, 1200, 1240);
    }

    @Test
    void whateverComesTimesIncrease() {
        Random random = new Random(1);
        for (int round = 0; round < 500; round++) {
            long[] times = new long[1 + random.nextInt(30)];
            for (int i = 0; i < times.length; i++) {
                times[i] = random.nextInt(4) == 0 ? NONE : random.nextInt(round % 2 == 0 ? 20 : 2_000_000);
            }
            long[] repaired = TimeRepair.of(times, 25).times();
            for (int i = 1; i < repaired.length; i++) {
                assertThat(repaired[i])
                        .as("frame %d of %s", i, java.util.Arrays.toString(times))
                        .isGreaterThan(repaired[i - 1]);
            }
        }
    }

    private static void assertRepaired(long[] found, long... expected) {
        assertThat(TimeRepair.of(found, 25).times()).containsExactly(expected);
    }

    private static long[] times(long... times) {
        return times;
    }
}
