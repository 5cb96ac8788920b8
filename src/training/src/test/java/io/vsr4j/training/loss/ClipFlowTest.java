package io.vsr4j.training.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.quality.flow.DisFlow;
import io.vsr4j.quality.flow.OpticalFlow;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClipFlowTest {
    private final NDManager scope = TorchEngine.newManager(Device.cpu());

    @AfterEach
    void free() {
        scope.close();
    }

    /** A pattern of waves that moves 2 pixels to the right with each frame. */
    private NDArray moving(int frames) {
        int h = 48;
        int w = 64;
        float[] values = new float[frames * 3 * h * w];
        for (int i = 0; i < values.length; i++) {
            int x = i % w - 2 * (i / (3 * h * w));
            int y = i / w % h;
            values[i] = (float) (0.5 + 0.2 * Math.sin(0.35 * x + 0.1 * y) + 0.2 * Math.cos(0.3 * y - 0.12 * x));
        }
        return scope.create(values, new Shape(frames, 3, h, w));
    }

    private double inside(NDArray flow, int direction) {
        return flow.get(new NDIndex(direction + ", :, 0, 8:40, 12:52")).mean().getFloat();
    }

    @Test
    void findsTheMotionBothWays() {
        NDArray frames = moving(3);
        int before = Scopes.count(scope);
        try (OpticalFlow motion = new DisFlow();
                NDArray flow = ClipFlow.estimate(frames, motion);
                NDArray followed = ClipFlow.followed(flow)) {
            assertThat(flow.getShape()).isEqualTo(new Shape(2, 2, 2, 48, 64));
            assertThat(followed.getShape()).isEqualTo(new Shape(2, 2, 1, 48, 64));
            assertThat(Scopes.count(scope)).isEqualTo(before + 2);
            assertThat(inside(flow, 0)).isCloseTo(2, within(0.2));
            assertThat(inside(flow, 1)).isCloseTo(-2, within(0.2));
            assertThat(inside(followed, 0)).isGreaterThan(0.9);
        }
    }

    /** Where the way back leads somewhere else, nothing can be followed. */
    @Test
    void whatDoesNotReturnIsHidden() {
        NDArray there = scope.full(new Shape(1, 1, 1, 8, 16), 3f);
        there = there.concat(there.mul(0), 2);
        NDArray back = there.neg();
        back.set(new NDIndex("0, 0, 0, :, 8:"), 3f);
        NDArray followed = ClipFlow.followed(there.concat(back, 0));
        float[] row = followed.get("0, 0, 0, 4").toFloatArray();
        for (int x = 0; x < 5; x++) {
            assertThat(row[x]).as("column %s", x).isEqualTo(1);
            assertThat(row[x + 6]).as("column %s", x + 6).isZero();
        }
    }
}
