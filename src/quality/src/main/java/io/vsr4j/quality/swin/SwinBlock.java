package io.vsr4j.quality.swin;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.TorchScript;
import java.util.Arrays;

/** A block of a Swin transformer: attention within windows, then a perceptron, norms before both. */
public final class SwinBlock {
    private static final TorchScript SCRIPT = TorchScript.resource(SwinBlock.class, "block.ts.py");

    /** How many pairs of tokens of all heads are held at a time. */
    private static final int PAIRS = 1 << 22;

    private final Parameters parameters;
    private final int heads;
    private final int[] window;
    private final boolean shifted;

    /**
     * @param p named {@code layers.L.blocks.B}
     * @param width channels of a token
     * @param heads divide the width
     * @param hidden width of the perceptron
     * @param window its sizes along time, rows and columns
     * @param shifted whether windows are moved by half their size, as in every second block
     * @param fragments whether the biases by position are gated, see {@code fragment_position_bias_table}
     */
    public SwinBlock(Parameters p, int width, int heads, int hidden, int[] window, boolean shifted, boolean fragments) {
        this.heads = heads;
        this.window = window.clone();
        this.shifted = shifted;
        long places = (2L * window[0] - 1) * (2L * window[1] - 1) * (2L * window[2] - 1);
        p.norm("norm1", width).tensor("attn.relative_position_bias_table", places, heads);
        if (fragments) {
            p.tensor("attn.fragment_position_bias_table", places, heads);
        }
        parameters = p.linear("attn.qkv", width, 3L * width)
                .linear("attn.proj", width, width)
                .norm("norm2", width)
                .linear("mlp.fc1", width, hidden)
                .linear("mlp.fc2", hidden, width);
    }

    /**
     * Runs the block.
     *
     * @param x {@code [N, D, H, W, C]}: time, rows, columns
     * @return the same shape
     */
    public NDArray forward(NDArray x) {
        int[] map = Arrays.stream(x.getShape().getShape(), 1, 4)
                .mapToInt(Math::toIntExact)
                .toArray();
        TokenWindows windows = new TokenWindows(map, window, shifted);
        int tokens = windows.tokens();
        try (NDManager scope = x.getManager().newSubManager()) {
            return SCRIPT.call(
                    "block",
                    x,
                    parameters.dict(),
                    scope.create(windows.places(), new Shape(windows.count(), tokens, 3)),
                    scope.create(windows.pairs(), new Shape((long) tokens * tokens)),
                    heads,
                    longs(windows.window()),
                    longs(windows.shift()),
                    longs(windows.padded()),
                    (int) Math.max(1, PAIRS / ((long) heads * tokens * tokens)));
        }
    }

    private static long[] longs(int[] numbers) {
        return Arrays.stream(numbers).asLongStream().toArray();
    }
}
