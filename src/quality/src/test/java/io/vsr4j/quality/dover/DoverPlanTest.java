package io.vsr4j.quality.dover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoverPlanTest {
    @ParameterizedTest
    @CsvSource({"1,32,32", "2,40,500", "95,224,224", "193,225,231", "240,640,360", "100000,1920,1080"})
    void staysInsideTheVideo(int frames, int width, int height) {
        for (long seed = 0; seed < 20; seed++) {
            DoverPlan plan = DoverPlan.draw(frames, width, height, seed);
            within(plan.technical(), 96, frames - 1);
            within(plan.aesthetic(), 32, frames - 1);
            for (int clip = 0; clip < 3; clip++) {
                within(plan.down()[clip], 49, Math.max(0, height / 7 - 33));
                within(plan.right()[clip], 49, Math.max(0, width / 7 - 33));
            }
        }
    }

    private static void within(int[] numbers, int count, int last) {
        assertThat(Arrays.stream(numbers).boxed()).hasSize(count).allMatch(i -> i >= 0 && i <= last);
    }

    @ParameterizedTest
    @CsvSource({"100000,1920,1080"})
    void drawsAnewForEachSeedSegmentCellAndClip(int frames, int width, int height) {
        DoverPlan one = DoverPlan.draw(frames, width, height, 1);
        assertThat(DoverPlan.draw(frames, width, height, 1).technical()).isEqualTo(one.technical());
        assertThat(DoverPlan.draw(frames, width, height, 2).technical()).isNotEqualTo(one.technical());
        assertThat(one.down()[0]).isNotEqualTo(one.down()[1]).isNotEqualTo(one.right()[0]);
        assertThat(Arrays.stream(one.down()[0]).distinct().count()).isGreaterThan(20);
        assertThat(one.technical()[32] - one.technical()[0]).isNotEqualTo(frames / 3);
    }
}
