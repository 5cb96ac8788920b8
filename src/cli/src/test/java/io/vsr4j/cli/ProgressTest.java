package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.upscale.JobListener.Stage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter text = new StringWriter();
    private double now = 1000;

    @Test
    void withoutATerminalALineComesWithEachStageAndEveryFiveSeconds() {
        Progress progress = progress(OptionalInt.empty(), "");
        progress.stage(Stage.PROBE);
        progress.stage(Stage.RESTORE);
        for (int frame = 0; frame <= 60; frame += 4) {
            progress.advanced(frame, 0, 240);
            now += 1;
        }
        progress.stage(Stage.JOIN);
        progress.stage(Stage.DONE);

        assertThat(text.toString().lines())
                .containsExactly(
                        "stage=probe",
                        "stage=restore",
                        "stage=restore frames=20 total=240 fps=4.0 left_s=55",
                        "stage=restore frames=40 total=240 fps=4.0 left_s=50",
                        "stage=restore frames=60 total=240 fps=4.0 left_s=45",
                        "stage=join");
    }

    @Test
    void framesOfAnEarlierRunDoNotCountAsSpeed() {
        Progress progress = progress(OptionalInt.empty(), "file=2 files=5");
        progress.stage(Stage.RESTORE);
        for (int done = 100; done <= 110; done += 2) {
            progress.advanced(done, 100, 130);
            now += 1;
        }

        assertThat(text.toString().lines().toList())
                .last()
                .isEqualTo("file=2 files=5 stage=restore frames=110 total=130 fps=2.0 left_s=10");
    }

    @Test
    void speedFollowsTheLastMoments() {
        Progress progress = progress(OptionalInt.empty(), "");
        progress.stage(Stage.RESTORE);
        for (int second = 0; second <= 40; second++) {
            progress.advanced(second < 20 ? second * 10 : 200 + (second - 20), 0, 1000);
            now += 1;
        }

        assertThat(text.toString().lines().toList()).last().asString().contains("fps=1.0 ");
    }

    @Test
    void burstsOfFramesDoNotBlurTheSpeed() {
        Progress progress = progress(OptionalInt.empty(), "");
        progress.stage(Stage.RESTORE);
        progress.advanced(0, 0, 1000);
        for (int window = 0; window < 10; window++) {
            now += 20;
            for (int frame = 1; frame <= 8; frame++) {
                progress.advanced(window * 8 + frame, 0, 1000);
                now += 0.01;
            }
        }

        assertThat(text.toString().lines().toList())
                .last()
                .asString()
                .contains("frames=73 ")
                .contains("fps=0.4 ");
    }

    @Test
    void onATerminalOneLineIsDrawnAnewAndFits() {
        Progress progress = progress(OptionalInt.of(80), "");
        progress.stage(Stage.RESTORE);
        for (int frame = 0; frame <= 48; frame += 8) {
            progress.advanced(frame, 0, 96);
            now += 1;
        }

        String[] drawn = text.toString().split("\r\033\\[K");
        assertThat(text.toString()).doesNotContain("\n");
        assertThat(drawn[drawn.length - 1]).matches("restore \\[#{19,20}\\.{19,20}\\] 48/96  8\\.0 fps  0:06 left");
        assertThat(drawn).allSatisfy(line -> assertThat(line).hasSizeLessThan(80));
    }

    @Test
    void aNarrowTerminalGetsNoBarAndNoSecondLine() {
        Progress progress = progress(OptionalInt.of(20), "");
        progress.stage(Stage.RESTORE);
        progress.advanced(1, 0, 100_000);
        now += 1;
        progress.advanced(2, 0, 100_000);

        assertThat(text.toString().split("\r\033\\[K"))
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(20));
    }

    @Test
    void notesStandOnTheirOwnLineAndTheBarGoesAtTheEnd() {
        Progress progress = progress(OptionalInt.of(80), "");
        progress.stage(Stage.PLAN);
        progress.note("alpha is not kept");
        progress.stage(Stage.RESTORE);
        progress.stage(Stage.DONE);

        assertThat(text.toString())
                .isEqualTo("\r\033[Kplan ...\r\033[Kvsr: alpha is not kept" + System.lineSeparator()
                        + "\r\033[Krestore ...\r\033[K");
    }

    private Progress progress(OptionalInt columns, String prefix) {
        return new Progress(new PrintWriter(text, true), columns, () -> now, prefix);
    }
}
