package io.vsr4j.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenameTableTest {
    @TempDir
    Path folder;

    /** One storage under two names, and another with equal contents. */
    private Path twins() throws IOException {
        byte[] pickle = new PickleBytes()
                .ops("}(")
                .text("one")
                .tensor("FloatStorage", "0", 4, 0, new long[] {4, 1, 1, 1}, new long[] {1, 1, 1, 1})
                .text("again")
                .tensor("FloatStorage", "0", 4, 0, new long[] {4, 1, 1, 1}, new long[] {1, 1, 1, 1})
                .text("other")
                .tensor("FloatStorage", "1", 4, 0, new long[] {4, 1, 1, 1}, new long[] {1, 1, 1, 1})
                .ops("u")
                .stop();
        byte[] storage = new byte[16];
        return Files.write(folder.resolve("twins.pt"), PickleBytes.archive(pickle, Map.of("0", storage, "1", storage)));
    }

    @Test
    void stepsApplyInOrder() {
        RenameTable table = RenameTable.EMPTY
                .drop("^unused\\.")
                .replace("a", "b")
                .replace("bb", "c")
                .replaceMatches("(\\d+)$", "n$1");

        assertThat(table.rename("aa.0")).hasValue("c.n0");
        assertThat(table.rename("unused.a")).isEmpty();
        assertThat(RenameTable.EMPTY.keep("^x\\.").rename("y.x.")).isEmpty();
    }

    @Test
    void dropsASecondNameOfOneTensor() throws IOException {
        RenameTable table = RenameTable.EMPTY.drop("other").replace("again", "one");
        try (Weights weights = Weights.open(twins()).renamed(table)) {
            assertThat(weights.names()).containsExactly("one");
        }
    }

    @Test
    void refusesOneNameForTwoTensors() throws IOException {
        RenameTable table = RenameTable.EMPTY.replace("other", "one");
        try (Weights weights = Weights.open(twins())) {
            assertThatThrownBy(() -> weights.renamed(table))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("'one' and 'other'");
        }
    }

    @Test
    void takesConvolutionsOfOnePixelForMatrices() throws IOException {
        RenameTable table = RenameTable.EMPTY.drop("again").asMatrix("^one$");
        try (Weights weights = Weights.open(twins()).renamed(table);
                NDManager manager = TorchEngine.newManager(Device.cpu())) {
            assertThat(weights.load(manager, "one", new Shape(4, 1)).getShape()).isEqualTo(new Shape(4, 1));
            assertThat(weights.shape("other")).isEqualTo(new Shape(4, 1, 1, 1));
        }
    }
}
