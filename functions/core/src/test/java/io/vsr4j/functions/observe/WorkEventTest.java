package io.vsr4j.functions.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkEventTest {
    private static final String JOB = "0123456789abcdef0123456789abcdef";

    @Test
    void linesTellWhatWasToldToThem() {
        for (WorkEvent event : List.of(
                new WorkEvent.Received("vsr-merge", 1.25, 3),
                new WorkEvent.ChunkDone(JOB, 4, 24, 0.5, 1),
                new WorkEvent.Merged(JOB, 2),
                new WorkEvent.JobMoved(JOB, WorkEvent.State.FAILED),
                new WorkEvent.Memory(5L << 32))) {
            assertThat(event.toLine()).doesNotContain("\n");
            assertThat(WorkEvent.ofLine(event.toLine())).contains(event);
        }
    }

    @Test
    void anAgeThatIsNotKnownIsTold() {
        WorkEvent event = new WorkEvent.Received("vsr-merge", Double.NaN, 1);
        assertThat(WorkEvent.ofLine(event.toLine())).contains(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ready",
                "[libx264 @ 0x7f] using cpu capabilities",
                "{\"event\":\"Other\"}",
                "{\"event\":3}",
                "{\"event\":\"Merged\",\"seconds\":\"x\"}",
                "{\"event\":\"Merged\",\"seconds\":1",
                "{\"event\":null}"
            })
    void whateverElseIsPrintedTellsNothing(String line) {
        assertThat(WorkEvent.ofLine(line)).isEmpty();
    }
}
