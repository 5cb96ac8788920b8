package io.vsr4j.training.compact;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.data.Clip;
import io.vsr4j.training.data.ClipSource;
import java.io.IOException;

/**
 * How well the network restores clips of sources that it does not learn from: the mean over frames of PSNR of Y' (BT.601, 16 to
 * 235 of 255), in decibels, without the outermost pixels.
 *
 * @param clips of those sources; closed with this
 * @param count how many are looked at
 * @param student is measured
 */
record Validation(ClipSource clips, int count, CompactStudent student) implements AutoCloseable {
    static final int BORDER = 8;
    private static final float[] LUMA = {65.481f / 255, 128.553f / 255, 24.966f / 255};

    double psnr() throws IOException {
        double sum = 0;
        long frames = 0;
        for (int i = 0; i < count; i++) {
            try (NDManager scope = TorchEngine.newManager(student.device());
                    Autograd off = Autograd.off()) {
                Clip clip = clips.clip(i, scope);
                int length = (int) clip.low().getShape().get(0);
                NDArray restored = student.restored(Scopes.borrow(scope, clip.low()), length);
                NDArray difference = restored.clip(0, 1).sub(clip.high());
                for (float squared : Torch.mean(inside(luma(difference)).square(), new long[] {1, 2}, false)
                        .toFloatArray()) {
                    sum += -10 * Math.log10(squared);
                    frames++;
                }
            }
        }
        return sum / frames;
    }

    private static NDArray luma(NDArray rgb) {
        NDArray sum = rgb.get(":, 0").mul(LUMA[0]);
        return sum.add(rgb.get(":, 1").mul(LUMA[1])).add(rgb.get(":, 2").mul(LUMA[2]));
    }

    private static NDArray inside(NDArray y) {
        long height = y.getShape().get(1);
        long width = y.getShape().get(2);
        return y.get(new NDIndex(":, {}:{}, {}:{}", BORDER, height - BORDER, BORDER, width - BORDER));
    }

    @Override
    public void close() {
        clips.close();
    }
}
