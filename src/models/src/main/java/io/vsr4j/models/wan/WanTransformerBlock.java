package io.vsr4j.models.wan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Piece;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * One block: self-attention with rotary positions, cross-attention to the text, feed-forward; the first and the last
 * modulated by the timestep.
 *
 * <pre>
 * x += gate1 * attn1(LN(x) * (1 + scale1) + shift1)
 * x += attn2(LN_affine(x), text)
 * x += gate2 * ffn(LN(x) * (1 + scale2) + shift2)
 * </pre>
 *
 * <p>{@link #forward} is all of it. A system with an attention of its own hands that on, or calls {@link #heads} and
 * {@link #rest} and computes what lies between. Shapes: B samples, L tokens, H heads of width D, C = H * D.
 */
public final class WanTransformerBlock {
    static final TorchScript SCRIPT = TorchScript.resource(WanTransformerBlock.class, "wan_transformer.ts.py");

    private final Parameters p;
    private final int index;
    private final int heads;
    private final double eps;
    private final ToIntFunction<Device> chunk;

    WanTransformerBlock(Parameters p, int index, WanTransformerConfig config, ToIntFunction<Device> chunk) {
        this.p = p;
        this.index = index;
        this.heads = config.heads();
        this.eps = config.eps();
        this.chunk = chunk;
        long width = config.width();
        p.exact("scale_shift_table", 1, 6, width);
        for (String attention : new String[] {"attn1", "attn2"}) {
            for (String layer : new String[] {".to_q", ".to_k", ".to_v", ".to_out.0"}) {
                p.linear(attention + layer, width, width);
            }
            p.exact(attention + ".norm_q.weight", width).exact(attention + ".norm_k.weight", width);
        }
        p.exact("norm2.weight", width).exact("norm2.bias", width);
        p.linear("ffn.net.0.proj", width, config.feedWidth()).linear("ffn.net.2", config.feedWidth(), width);
    }

    /**
     * How many tokens at a time go through the feed-forward layer where nobody says: many on a GPU, which waits between
     * small pieces of work; few on a processor, where the system hands out fresh memory for every array above 32 MiB, page
     * by page, which takes a tenth of the block's time.
     */
    static int suitableChunk(Device device) {
        return device.isGpu() ? 16384 : 512;
    }

    Parameters parameters() {
        return p;
    }

    /**
     * The whole block; every token attends to all.
     *
     * @param x {@code (B, L, C)}
     * @param time of 1 or B samples
     * @param rotation from {@link WanTransformer#rotation}
     * @param text of 1 or B samples
     * @return {@code (B, L, C)}
     */
    public NDArray forward(NDArray x, WanTransformerTime time, NDArray rotation, WanTransformerText text) {
        return piece(
                x,
                time,
                rotation,
                text,
                in -> SCRIPT.call(
                        "block",
                        in.x,
                        in.modulation,
                        in.rotation,
                        in.read.keys(),
                        in.read.values(),
                        in.bias,
                        p.dict(),
                        heads,
                        eps,
                        chunk.applyAsInt(in.x.getDevice())));
    }

    /**
     * The whole block with a self-attention of the caller's.
     *
     * @param x as above
     * @param time as above
     * @param rotation as above
     * @param text as above
     * @param attention from {@link #heads} to what {@link #rest} takes
     * @return as above
     */
    public NDArray forward(
            NDArray x,
            WanTransformerTime time,
            NDArray rotation,
            WanTransformerText text,
            Function<NDList, NDArray> attention) {
        return piece(x, time, rotation, text, in -> {
            NDArray attended;
            try (NDList qkv = heads(in.x, in.modulation, in.rotation)) {
                attended = attention.apply(qkv);
            }
            try (attended) {
                return rest(in.x, attended, in.modulation, in.read, in.bias);
            }
        });
    }

    /** All that a block depends on. */
    private record Inputs(
            NDArray x, NDArray modulation, NDArray rotation, WanTransformerText.Read read, NDArray bias) {}

    private NDArray piece(
            NDArray x,
            WanTransformerTime time,
            NDArray rotation,
            WanTransformerText text,
            Function<Inputs, NDArray> block) {
        WanTransformerText.Read read = text.block(index);
        List<NDArray> all = new ArrayList<>(List.of(x, time.modulation(), rotation, read.keys(), read.values()));
        boolean biased = text.bias() != null;
        if (biased) {
            all.add(text.bias());
        }
        return Piece.run(all, in -> {
                    WanTransformerText.Read own = new WanTransformerText.Read(in.get(3), in.get(4));
                    return List.of(
                            block.apply(new Inputs(in.get(0), in.get(1), in.get(2), own, biased ? in.get(5) : null)));
                })
                .get(0);
    }

    /**
     * What the self-attention works on.
     *
     * @param x {@code (B, L, C)}
     * @param time of 1 or B samples
     * @param rotation from {@link WanTransformer#rotation}
     * @return queries, keys, values, {@code (B, H, L, D)} each; the attention's scale is {@code 1 / sqrt(D)}
     */
    public NDList heads(NDArray x, WanTransformerTime time, NDArray rotation) {
        return heads(x, time.modulation(), rotation);
    }

    private NDList heads(NDArray x, NDArray modulation, NDArray rotation) {
        return SCRIPT.callForList("heads", x, modulation, rotation, p.dict(), heads, eps);
    }

    /**
     * What follows the self-attention.
     *
     * @param x what the block was given, {@code (B, L, C)}
     * @param attended the attention's result, {@code (B, H, L, D)}
     * @param time of 1 or B samples
     * @param text of 1 or B samples
     * @return {@code (B, L, C)}
     */
    public NDArray rest(NDArray x, NDArray attended, WanTransformerTime time, WanTransformerText text) {
        return rest(x, attended, time.modulation(), text.block(index), text.bias());
    }

    private NDArray rest(NDArray x, NDArray attended, NDArray modulation, WanTransformerText.Read read, NDArray bias) {
        return SCRIPT.call(
                "rest",
                x,
                attended,
                modulation,
                read.keys(),
                read.values(),
                bias,
                p.dict(),
                heads,
                eps,
                chunk.applyAsInt(x.getDevice()));
    }

    /** What the cross-attention reads; belongs to the manager of the embedded text, {@code (1 or B, n, C)}. */
    WanTransformerText.Read read(NDArray embedded) {
        NDList both = SCRIPT.callForList("text_heads", embedded, p.dict(), heads, eps);
        return new WanTransformerText.Read(both.get(0), both.get(1));
    }
}
