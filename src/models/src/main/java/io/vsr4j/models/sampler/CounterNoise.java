package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Tensors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Standard normal noise that is a function of a seed and of a place in the whole video, never of what was asked for
 * before. Windows and tiles that overlap therefore see the same noise, and so do two machines: integers and
 * {@link StrictMath} only.
 *
 * <p>A block of four columns is one call of the generator Philox4x32-10 with the place as its counter; each of its words
 * gives one number, through the inverse of the normal distribution. They reach to 6.3 standard deviations.
 *
 * @param seed the user's
 */
public record CounterNoise(long seed) {
    /**
     * Makes the noise of a part of the video.
     *
     * @param manager owns the result
     * @param channels how many, from channel 0 on
     * @param frames for each frame of the result, the source frame that it belongs to; a latent frame belongs to the
     *     source frame that it ends on. At least 0.
     * @param top first row in the whole frame, in units of the result's rows, at least 0
     * @param left first column in the whole frame, in units of the result's columns, at least 0
     * @param height rows
     * @param width columns
     * @return {@code float32 [channels, frames, height, width]}
     */
    public NDArray normal(NDManager manager, int channels, int[] frames, int top, int left, int height, int width) {
        if (top < 0 || left < 0 || channels < 1 || frames.length < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException("a part of the video must have a size and lie within it, got " + channels
                    + " channels, " + frames.length + " frames, " + width + "x" + height + " at " + left + ", " + top);
        }
        Shape shape = new Shape(channels, frames.length, height, width);
        int bytes = Math.toIntExact(Math.multiplyExact(shape.size(), (long) Float.BYTES));
        ByteBuffer memory = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        FloatBuffer noise = memory.asFloatBuffer();
        float[] row = new float[width];
        for (int channel = 0; channel < channels; channel++) {
            for (int frame : frames) {
                for (int y = 0; y < height; y++) {
                    fill(row, channel, frame, top + y, left);
                    noise.put(row);
                }
            }
        }
        return Tensors.over(manager, memory, shape, DataType.FLOAT32);
    }

    private void fill(float[] row, int channel, int frame, int y, int left) {
        int[] words = new int[Philox.WORDS];
        for (int x = 0; x < row.length; x++) {
            int column = left + x;
            if (x == 0 || column % Philox.WORDS == 0) {
                Philox.block(seed, channel, frame, y, column / Philox.WORDS, words);
            }
            row[x] = (float) NormalQuantile.of(uniform(words[column % Philox.WORDS]));
        }
    }

    /** The middle of one of 2^32 equal parts of (0, 1). */
    private static double uniform(int bits) {
        return (Integer.toUnsignedLong(bits) + 0.5) * 0x1p-32;
    }
}
