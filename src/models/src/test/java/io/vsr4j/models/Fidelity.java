package io.vsr4j.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Torch;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.ImageIO;

/** How near a restored frame comes to the frame that was reduced. */
final class Fidelity {
    private Fidelity() {}

    /** Reads a picture from the test resources as {@code [1, 3, H, W]} in 0..1. */
    static NDArray read(NDManager manager, String resource) throws IOException {
        try (InputStream in = Fidelity.class.getResourceAsStream(resource)) {
            BufferedImage image = ImageIO.read(in);
            int height = image.getHeight();
            int width = image.getWidth();
            float[] samples = new float[3 * height * width];
            for (int i = 0; i < height * width; i++) {
                int rgb = image.getRGB(i % width, i / width);
                for (int c = 0; c < 3; c++) {
                    samples[c * height * width + i] = (rgb >> (16 - 8 * c) & 255) / 255f;
                }
            }
            return manager.create(samples, new Shape(1, 3, height, width));
        }
    }

    /** Limits to 0..1 and rounds to what 8 bits can hold. */
    static NDArray eightBits(NDArray x) {
        return Torch.clamp(x, 0, 1).mul(255).round().div(255);
    }

    /** Reduces by a whole factor with a cubic low-pass filter, to 8 bits. */
    static NDArray reduce(NDArray x, int factor) {
        Shape shape = x.getShape();
        return eightBits(Torch.bicubicAntialias(x, shape.get(2) / factor, shape.get(3) / factor));
    }

    /** Peak signal-to-noise ratio of BT.601 luma in decibels, without the outermost 8 pixels. */
    static double psnrY(NDArray a, NDArray b) {
        NDArray weights = a.getManager().create(new float[] {65.481f / 219, 128.553f / 219, 24.966f / 219});
        NDArray difference = a.sub(b).mul(weights.reshape(1, 3, 1, 1)).sum(new int[] {1});
        NDArray inner = difference.get(":, 8:-8, 8:-8");
        return -10 * Math.log10(inner.square().mean().getFloat());
    }
}
