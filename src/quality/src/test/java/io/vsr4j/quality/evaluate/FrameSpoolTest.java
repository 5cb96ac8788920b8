package io.vsr4j.quality.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.Picture;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameSpoolTest {
    @TempDir
    Path folder;

    @Test
    void framesComeBackAsTheyWentInAndTheFileHasNoName() throws IOException {
        Path clip = Clips.pictures(folder.resolve("clip"), 13, 7, 3, Clips::moving);
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                FrameSource frames = RgbFrames.open(clip, scope);
                FrameSpool spool = new FrameSpool(folder)) {
            Picture picture = frames.video().newPicture();
            for (int t = 0; t < 2; t++) {
                frames.read(picture);
                spool.sink().write(picture);
            }
            assertThatThrownBy(() -> spool.source(frames.video())).hasMessageContaining("2 frames, not 3");
            frames.read(picture);
            spool.sink().write(picture);
            FrameSource back = spool.source(frames.video());

            for (int t : new int[] {2, 0, 1}) {
                Picture expected = new Picture(RgbFrames.RGB, 13, 7);
                Clips.paint(expected, t, Clips::moving);
                back.seek(t);
                back.read(picture);
                assertThat(picture.data()).isEqualTo(expected.data());
                assertThat(picture.pts()).isEqualTo(t);
            }
            assertThat(folder.toFile().list()).containsExactly("clip");
        }
    }
}
