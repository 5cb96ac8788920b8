package io.vsr4j.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class UploadsTest {
    @Test
    void atOnceSharesAllFrames() {
        assertThat(Uploads.atOnce(3, 11)).containsExactly(new Upload(0, 4), new Upload(0, 4), new Upload(0, 3));
    }

    /** Kolmogorov and Smirnov: at 20,000 draws the distance exceeds 0.0138 once in a thousand times. */
    @Test
    void aMorningFollowsItsCurve() {
        List<Upload> uploads = Uploads.morning(20_000, 10_000_000, 6, 3);

        double distance = 0;
        for (int i = 0; i < uploads.size(); i++) {
            double place = uploads.get(i).time() / (6 * 3600);
            double expected = place - Math.sin(2 * Math.PI * place) / (2 * Math.PI);
            distance = Math.max(distance, Math.abs((i + 0.5) / uploads.size() - expected));
        }

        assertThat(distance).isLessThan(0.0138);
        assertThat((double) uploads.stream().mapToLong(Upload::frames).sum()).isCloseTo(1e7, within(2e4));
        assertThat(uploads).isSortedAccordingTo((a, b) -> Double.compare(a.time(), b.time()));
    }

    @Test
    void aVideoHasAFrameAtLeast() {
        assertThatThrownBy(() -> Uploads.atOnce(10, 9)).hasMessageContaining("a frame each at least");
    }
}
