package io.vsr4j.training.critic;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.RenameTable;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConvNextTest {
    /** Tensors and results of timm's class, tiny: see the file's header. */
    private static final Path TIMM = Path.of("src/test/resources/fixtures/convnext.safetensors");

    @Test
    void agreesWithTimm() throws Exception {
        Parameters parameters = new Parameters();
        ConvNext network =
                new ConvNext(parameters, new ConvNextConfig(List.of(1, 2, 1, 1), List.of(4, 6, 8, 10), 1e-5));
        RenameTable own = RenameTable.EMPTY.keep("^w\\.").replaceMatches("^w\\.", "");
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                Weights weights = Weights.open(TIMM).renamed(own);
                Weights file = Weights.open(TIMM)) {
            parameters.bind(scope, DType.F32, weights);
            weights.requireAllUsed();
            NDArray x = file.load(scope, "in.x", file.shape("in.x"));
            NDArray expected = file.load(scope, "out.features", file.shape("out.features"));
            NDArray features = network.forward(x, 1);
            assertThat(features.getShape()).isEqualTo(expected.getShape());
            assertThat(features.sub(expected).abs().max().getFloat()).isLessThan(1e-5f);
            parameters.release();
        }
    }
}
