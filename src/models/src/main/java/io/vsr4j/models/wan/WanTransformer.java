package io.vsr4j.models.wan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The diffusion transformer of Wan 2.1 and 2.2, text to video ("Wan: Open and Advanced Large-Scale Video Generative
 * Models", section 4.2): predicts the flow of a noisy latent. Parameters have the names of diffusers'
 * {@code WanTransformer3DModel}.
 *
 * <pre>{@code
 * try (WanTransformerText text = network.text(prompt, 512 - prompt.getShape().get(1))) {
 *     NDArray flow = network.forward(latent, timestep, text);
 * }
 * }</pre>
 *
 * <p>A system that works between the blocks calls {@link #patchify}, {@link #time}, {@link #rotation}, each
 * {@link #block} in order, and {@link #head} itself, as {@link #forward} does.
 */
public final class WanTransformer extends Network {
    private static final TorchScript SCRIPT = WanTransformerBlock.SCRIPT;

    private final WanTransformerConfig config;
    private final Parameters condition;
    private final List<WanTransformerBlock> blocks = new ArrayList<>();

    /**
     * Declares the network, with chunks of a size that suits the device.
     *
     * @param config its sizes
     */
    public WanTransformer(WanTransformerConfig config) {
        this(config, WanTransformerBlock::suitableChunk);
    }

    /**
     * Declares the network.
     *
     * @param config its sizes
     * @param chunk how many tokens at a time go through a feed-forward layer: fewer take less memory; the numbers are
     *     the same up to rounding
     */
    public WanTransformer(WanTransformerConfig config, int chunk) {
        this(config, device -> chunk);
        if (chunk < 1) {
            throw new IllegalArgumentException("chunk must be at least 1 token, got " + chunk);
        }
    }

    private WanTransformer(WanTransformerConfig config, ToIntFunction<Device> chunk) {
        this.config = config;
        int width = config.width();
        long[] patch = config.patchSize();
        Parameters p = parameters();
        p.exact("scale_shift_table", 1, 2, width);
        p.conv("patch_embedding", config.inChannels(), width, patch);
        condition = p.child("condition_embedder");
        exactLinear("time_embedder.linear_1", config.timeWidth(), width);
        exactLinear("time_embedder.linear_2", width, width);
        exactLinear("time_proj", width, 6L * width);
        condition.linear("text_embedder.linear_1", config.textWidth(), width);
        condition.linear("text_embedder.linear_2", width, width);
        for (int i = 0; i < config.layers(); i++) {
            blocks.add(new WanTransformerBlock(p.child("blocks." + i), i, config, chunk));
        }
        p.linear("proj_out", width, config.outChannels() * patch[0] * patch[1] * patch[2]);
    }

    private void exactLinear(String name, long in, long out) {
        condition.exact(name + ".weight", out, in).exact(name + ".bias", out);
    }

    @Override
    protected List<Parameters> blocks() {
        return blocks.stream().map(WanTransformerBlock::parameters).toList();
    }

    /** {@return its sizes} */
    public WanTransformerConfig config() {
        return config;
    }

    /**
     * Predicts the flow of a latent.
     *
     * @param latent {@code (B, C_in, frames, rows, columns)}, of any floating type. Where the patch does not divide an
     *     axis, what is left over at its end is dropped, and the result is smaller
     * @param timestep 0 to 1000: {@code (B)}, one a sample, or {@code (B, L)}, one a token in order frame, row, column
     * @param text of 1 or B samples
     * @return {@code (B, C_out, frames, rows, columns)}, of the latent's type
     */
    public NDArray forward(NDArray latent, NDArray timestep, WanTransformerText text) {
        WanTransformerGrid grid = WanTransformerGrid.of(latent.getShape(), config);
        Shape times = timestep.getShape();
        if (times.dimension() != 1 && !(times.dimension() == 2 && times.get(1) == grid.tokens())) {
            throw new IllegalArgumentException(
                    "timestep must be (B) or (B, " + grid.tokens() + "), one a token, got " + times);
        }
        return Scopes.within(latent.getManager(), scope -> {
            WanTransformerTime time = time(Scopes.borrow(scope, timestep));
            NDArray x = patchify(Scopes.borrow(scope, latent));
            NDArray rotation = rotation(x, grid);
            for (int i = 0; i < blocks.size(); i++) {
                try (NDArray before = x) {
                    x = block(i).forward(before, time, rotation, text);
                }
            }
            NDArray flow = head(x, time, grid);
            return Torch.to(flow, Torch.type(latent));
        });
    }

    /**
     * Prepares a prompt for every later call. An encoder's output is padded with rows of zeros to a fixed length, 512 in
     * the published models, and nothing masks them. They are all alike, so one of them stands for all here, with the
     * logarithm of their number added to its logit: {@code sum exp(l) = exp(l + ln n)}.
     *
     * @param tokens the encoder's output without padding, {@code (1 or B, n, C_text)}; n may be 0 if there is padding
     * @param padding how many rows of zeros follow
     * @return what the blocks read, in a scope under the tokens' manager; close it
     */
    public WanTransformerText text(NDArray tokens, long padding) {
        long rows = tokens.getShape().get(1);
        if (padding < 0 || rows + padding == 0) {
            throw new IllegalArgumentException(
                    "a prompt needs at least one token, got " + rows + " and " + padding + " of padding");
        }
        NDManager owner = tokens.getManager().newSubManager();
        try (NDArray embedded = SCRIPT.callIn(owner, "text", tokens, Math.min(padding, 1), condition.dict())) {
            List<WanTransformerText.Read> reads = new ArrayList<>();
            for (int i = 0; i < blocks.size(); i++) {
                reads.add(block(i).read(embedded));
            }
            return new WanTransformerText(owner, List.copyOf(reads), padding > 1 ? bias(owner, rows, padding) : null);
        } catch (RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    private NDArray bias(NDManager owner, long rows, long padding) {
        float[] bias = new float[Math.toIntExact(rows + 1)];
        bias[bias.length - 1] = (float) Math.log(padding);
        try (NDArray exact = owner.create(bias, new Shape(1, 1, 1, bias.length));
                NDArray cast = Torch.to(exact, dtype())) {
            // A cast that has nothing to do shares memory of Java's, which goes with the first handle.
            return cast.duplicate();
        }
    }

    // --- step by step

    /**
     * Cuts a latent into tokens and embeds them.
     *
     * @param latent {@code (B, C_in, frames, rows, columns)}
     * @return {@code (B, L, C)}
     */
    public NDArray patchify(NDArray latent) {
        return SCRIPT.call("patchify", latent, parameters().dict(), config.patchSize());
    }

    /**
     * Embeds timesteps.
     *
     * @param timestep 0 to 1000, {@code (B)} or {@code (B, L)}
     * @return what modulates the blocks and the head
     */
    public WanTransformerTime time(NDArray timestep) {
        NDList both = SCRIPT.callForList("time", timestep, condition.dict(), config.timeWidth());
        return new WanTransformerTime(both.get(0), both.get(1));
    }

    /**
     * Cosines and sines of the tokens' rotary positions.
     *
     * @param like gives the device and the manager
     * @param grid of the tokens
     * @return {@code (L, 1, D / 2, 2)}
     */
    public NDArray rotation(NDArray like, WanTransformerGrid grid) {
        return SCRIPT.call("rotation", like, grid.size(), config.rotaryPairs());
    }

    /** {@return how many blocks there are} */
    public int size() {
        return blocks.size();
    }

    /**
     * A block, ready to run until another one is asked for.
     *
     * @param index 0 to {@link #size} - 1; ask in rising order
     * @return the block
     */
    public WanTransformerBlock block(int index) {
        enter(index);
        return blocks.get(index);
    }

    /**
     * Makes the prediction of the last block's tokens.
     *
     * @param x {@code (B, L, C)}
     * @param time of 1 or B samples
     * @param grid of the tokens
     * @return {@code (B, C_out, frames, rows, columns)}, of the type that the network computes in
     */
    public NDArray head(NDArray x, WanTransformerTime time, WanTransformerGrid grid) {
        return SCRIPT.call(
                "head", x, time.embedding(), parameters().dict(), grid.size(), config.patchSize(), config.eps());
    }
}
