package io.vsr4j.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLogTest {
    @TempDir
    private Path folder;

    private static StepResult result(long step, Map<String, Double> terms) {
        return new StepResult(step, terms, Map.of("generator", 1e-4), Map.of("generator", 0.5));
    }

    @Test
    void rowsAfterACheckpointAreForgotten() throws IOException {
        Path file = folder.resolve("log.csv");
        try (TrainingLog log = new TrainingLog(file, 0)) {
            for (int step = 1; step <= 5; step++) {
                log.add(result(step, Map.of("l1", 0.1 * step)), Map.of(), step, 0);
            }
        }
        try (TrainingLog log = new TrainingLog(file, 3)) {
            log.add(result(4, Map.of("l1", 9.0)), Map.of(), 4, 0.25);
            assertThat(log.columns().get("l1")).containsExactly(0.1, 0.2, 0.1 * 3, 9);
        }
        assertThat(Files.readAllLines(file))
                .first()
                .isEqualTo("step,l1,rate generator,gradient generator,seconds,waited");
        assertThat(Files.readAllLines(file)).last().isEqualTo("4,9.0,1.0E-4,0.5,4.000,0.2500");
    }

    @Test
    void aLossThatComesLaterGetsAColumn() throws IOException {
        try (TrainingLog log = new TrainingLog(folder.resolve("log.csv"), 0)) {
            log.add(result(1, Map.of("l1", 0.1)), Map.of(), 1, 0);
            log.add(result(2, Map.of("warp", 0.7)), Map.of(), 2, 0);
            assertThat(log.columns().get("l1")).containsExactly(0.1, Double.NaN);
            assertThat(log.columns().get("warp")).containsExactly(Double.NaN, 0.7);
        }
    }
}
