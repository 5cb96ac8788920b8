package io.vsr4j.quality;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.tensor.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Files of weights that are not what their name says: one clear error each. */
public record WrongFiles(Metric metric, Path folder, String name) {
    /** A file that is missing is asked for, with the place it comes from. */
    public void missing(String origin) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
        assertThatThrownBy(() -> open().close())
                .isInstanceOf(MissingWeightsException.class)
                .hasMessageContainingAll(
                        metric.card().id(), metric.card().weights().get(0).name(), origin);
    }

    /** A good file that was cut off, and things that are no file of weights. */
    public void damaged(Path good) throws IOException {
        byte[] bytes = Files.readAllBytes(good);
        for (byte[] damaged : new byte[][] {
            Arrays.copyOf(bytes, bytes.length - 7), Arrays.copyOf(bytes, 100), {1, 2, 3}, {}, "<html>".getBytes()
        }) {
            Files.write(folder.resolve(name), damaged);
            refused(name);
        }
    }

    /** A good file of another network. */
    public void other(Path file, String why) throws IOException {
        Files.write(folder.resolve(name), Files.readAllBytes(file));
        refused(why);
    }

    private void refused(String why) {
        assertThatThrownBy(() -> open().close())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(name, why)
                .message()
                .doesNotContain("\n");
    }

    private Meter open() throws IOException {
        return metric.open(Clip.noise(64, 64, 9).setting(folder, 1));
    }
}
