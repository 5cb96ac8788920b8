package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LostFramesTest {
    private static final long NONE = AV_NOPTS_VALUE;

    @Test
    void gapsOfARegularSequenceAreFilled() {
        long[] all = LongStream.range(0, 60).map(i -> 1000 + i * 3600).toArray();
        long[] some = LongStream.of(all)
                .filter(t -> t != all[20] && (t < all[40] || t > all[44]))
                .toArray();

        assertThat(some).hasSize(54);
        assertThat(fill(some)).isEqualTo(all);
    }

    @Test
    void roundedStepsAreRegularToo() {
        long[] all =
                LongStream.range(0, 300).map(i -> Math.round(i * 1001 / 30.0)).toArray();
        long[] some = LongStream.range(0, 300)
                .filter(i -> i % 50 != 7)
                .map(i -> all[(int) i])
                .toArray();

        long[] filled = fill(some);
        assertThat(filled).hasSize(300);
        for (int i = 0; i < 300; i++) {
            assertThat(Math.abs(filled[i] - all[i])).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aTimeOffTheBeatIsReplaced() {
        long[] all = LongStream.range(0, 50).map(i -> i * 40).toArray();
        long[] bent = all.clone();
        bent[25] += 16;

        assertThat(fill(bent)).isEqualTo(all);
    }

    @Test
    void aTimeThatBelongsElsewhereShowsDamage() {
        long[] all = LongStream.range(0, 50).map(i -> i * 40).toArray();
        long[] displaced = all.clone();
        displaced[20] = all[22] + 20;
        Arrays.sort(displaced);
        assertThat(LostFrames.isDisplaced(displaced, fill(displaced))).isTrue();
        assertThat(fill(displaced)).isEqualTo(all);

        long[] late = all.clone();
        late[20] += 16;
        assertThat(LostFrames.isDisplaced(late, fill(late))).isFalse();
        long[] dropped = LongStream.of(all).filter(t -> t != 400).toArray();
        assertThat(LostFrames.isDisplaced(dropped, fill(dropped))).isFalse();
        assertThat(LostFrames.isDisplaced(all, fill(all))).isFalse();
    }

    @Test
    void aVariableRateIsLeftAlone() {
        long[] times = LongStream.range(0, 40).map(i -> i * i * 10).toArray();

        assertThat(fill(times)).isSameAs(times);
        assertThat(fill(new long[] {5})).containsExactly(5);
        assertThat(fill(new long[0])).isEmpty();
    }

    @Test
    void longGapsAreFilledOnlyWhereTheFileHasRoomForTheFrames() {
        long[] spliced = LongStream.range(0, 100)
                .map(i -> i < 50 ? i * 40 : i * 40 + 4000)
                .toArray();

        assertThat(LostFrames.fill(spliced, (frames, before) -> false)).containsExactly(spliced);
        assertThat(LostFrames.fill(spliced, (frames, before) -> frames == 101 && before == 6000))
                .hasSize(200);
    }

    private static long[] fill(long[] times) {
        return LostFrames.fill(times, (frames, before) -> true);
    }

    @Test
    void straysAreTimesThatCannotBeRight() {
        // In decoding order, as with B-frames.
        long[] times = {
            0, 120, 40, 80, 240, 160, 200, 99_999, 280, 320, NONE, 400, 360, 400, 440, 480, 520, 560, 600, 640, 680,
            720, 760, 800, 840, 880, 920, 960, 1000, 1040
        };

        assertThat(LostFrames.strays(times).stream()).containsExactly(7, 10, 13);
    }

    @Test
    void ifMostTimesAreStraysNoneIsBelieved() {
        long[] times = {0, NONE, NONE, NONE, 160, NONE, 240, NONE, NONE, NONE};

        assertThat(LostFrames.strays(times).cardinality()).isEqualTo(times.length);
    }
}
