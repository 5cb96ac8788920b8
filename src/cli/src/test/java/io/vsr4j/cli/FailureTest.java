package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.media.BrokenOutputException;
import io.vsr4j.media.MediaException;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest {
    static Stream<RuntimeException> refusals() {
        return Stream.of(
                new InvalidRequestException("said why"),
                new MediaException("said why"),
                new CheckpointException("said why"),
                new IllegalArgumentException("said why"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void badInputIsStatusTwoWithItsOwnWords(RuntimeException thrown) {
        assertThat(Failure.of(thrown)).isEqualTo(new Failure("said why", 2));
        assertThat(Failure.of(new ExecutionException(thrown))).isEqualTo(new Failure("said why", 2));
    }

    @Test
    void aFileThatCannotBeWrittenIsStatusOneAndNamed() {
        assertThat(Failure.of(new FileSystemException("/out.mp4", null, "No space left on device")))
                .isEqualTo(new Failure("/out.mp4: No space left on device", 1));
        assertThat(Failure.of(new UncheckedIOException(new IOException("broken"))))
                .isEqualTo(new Failure("broken", 1));
        assertThat(Failure.of(new AccessDeniedException("/out.mp4")).line()).isEqualTo("/out.mp4: permission denied");
        assertThat(Failure.of(new NoSuchFileException("/out.mp4")).line())
                .isEqualTo("/out.mp4: there is no such file or folder");
    }

    @Test
    void brokenOutputIsStatusOne() {
        assertThat(Failure.of(new BrokenOutputException("95 frames, expected 96")))
                .isEqualTo(new Failure("95 frames, expected 96", 1));
    }

    @Test
    void aStopIsToldFromAFailure() {
        assertThat(Failure.of(new CancellationException("stopped"))).isEqualTo(new Failure("stopped", 130));
    }

    @Test
    void theUnexpectedIsCalledInternalAndSaysHowToSeeMore() {
        Failure failure = Failure.of(new IllegalStateException("first\n  second"));

        assertThat(failure.exit()).isEqualTo(1);
        assertThat(failure.line())
                .isEqualTo("internal error: IllegalStateException: first; --verbose or VSR_DEBUG=1 shows where");
    }

    @Test
    void lackOfMemoryIsNamedWhereverItComesFrom() {
        assertThat(Failure.of(new OutOfMemoryError("Java heap space")).line()).startsWith("out of memory: Java heap");
        assertThat(Failure.of(new IllegalStateException("DefaultCPUAllocator: can't allocate memory"))
                        .line())
                .startsWith("out of memory: ");
    }

    @Test
    void aTrainingThatLacksMemoryIsToldWhatATrainingCanDo() {
        OutOfMemoryError error = new OutOfMemoryError("Java heap space");
        assertThat(Failure.of(error, TrainCommand.LESS_MEMORY).line())
                .contains("clip.frames")
                .doesNotContain("--window", "--tile");
    }
}
