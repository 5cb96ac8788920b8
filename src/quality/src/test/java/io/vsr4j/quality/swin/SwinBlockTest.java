package io.vsr4j.quality.swin;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import org.junit.jupiter.api.Test;

class SwinBlockTest {
    /** So many pairs that not all windows are done at a time: 192 windows of 64 tokens, 8 heads. */
    @Test
    void manyWindowsAreDoneAsFew() {
        Parameters p = new Parameters();
        SwinBlock block = new SwinBlock(p, 8, 8, 12, new int[] {1, 8, 8}, false, false);
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            p.bind(scope, DType.F32, new RandomTensors(4));
            NDArray x = new RandomTensors(5).tensor(scope, "x", new Shape(1, 1, 128, 96, 8), DType.F32);
            NDArray all = block.forward(x);
            NDArray upper = block.forward(x.get(":, :, :64"));
            NDArray lower = block.forward(x.get(":, :, 64:"));
            assertThat(all.sub(upper.concat(lower, 2)).abs().max().getFloat()).isLessThan(1e-5f);
            assertThat(all.sub(x).abs().max().getFloat()).isGreaterThan(0.1f);
        }
    }

    @Test
    void leavesNothingBehind() {
        Parameters p = new Parameters();
        SwinBlock block = new SwinBlock(p, 6, 2, 8, new int[] {2, 3, 3}, true, true);
        try (NDManager owner = TorchEngine.newManager(Device.cpu());
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            p.bind(owner, DType.F32, new RandomTensors(4));
            int weights = Scopes.count(owner);
            NDArray x = new RandomTensors(5).tensor(scope, "x", new Shape(1, 3, 7, 5, 6), DType.F32);
            int before = Scopes.count(scope);
            NDArray y = block.forward(x);
            assertThat(y.getShape()).isEqualTo(x.getShape());
            assertThat(Scopes.count(scope)).isEqualTo(before + 1);
            assertThat(Scopes.count(owner)).isEqualTo(weights);
            p.release();
        }
    }
}
