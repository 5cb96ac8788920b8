package io.vsr4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.MediaException;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnedVideoTest {
    /** From the name of a track's header to its matrix (ISO/IEC 14496-12, 8.3.2, version 0). */
    private static final int MATRIX = 44;

    private static final int ONE = 1 << 16;

    /** A telephone held upright writes frames that lie on their side, and says so. */
    @Test
    void isPassedOverWithAWord(@TempDir Path folder) throws IOException {
        byte[] video = Files.readAllBytes(DataFiles.SAMPLE);
        int header = new String(video, StandardCharsets.ISO_8859_1).indexOf("tkhd");
        ByteBuffer matrix = ByteBuffer.wrap(video).position(header + MATRIX);
        for (int number : new int[] {0, ONE, 0, -ONE, 0, 0, 0, 0, 1 << 30}) {
            matrix.putInt(number);
        }
        Files.write(folder.resolve("upright.mp4"), video);
        List<String> notes = new ArrayList<>();

        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Clips clips = Clips.open(DataFiles.settings(folder, 64, 3, 2), Part.TRAINING, notes::add)) {
            assertThatThrownBy(() -> clips.clip(0, scope)).isInstanceOf(MediaException.class);
        }
        assertThat(notes).singleElement().asString().contains("upright.mp4", "turned by", "degrees");
    }
}
