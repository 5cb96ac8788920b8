package io.vsr4j.models.oasis;

import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanTransformerGrid;
import io.vsr4j.models.wan.WanVaeConfig;
import io.vsr4j.models.wan.WanVaeCost;
import java.util.List;

/**
 * Multiplications, each with its addition, for one window. Norms, softmax and the timestep's embedding are left out, as
 * they usually are.
 *
 * @param projector the linear layer
 * @param layers linear layers of all tokens, patches included
 * @param text cross-attention to the prompt, as computed here: rows of padding are one
 * @param attention self-attention: logits and weighted sums over the keys that a head attends to
 * @param prompt linear layers of a padded prompt's tokens: computed once for all windows, so in no total
 * @param decoder from latents to frames
 */
public record OasisCost(long projector, long layers, long text, long attention, long prompt, WanVaeCost decoder) {
    /**
     * Counts.
     *
     * @param config of the projector
     * @param transformer its sizes
     * @param vae whose decoder it is
     * @param routing pattern of each head
     * @param grid of the window's tokens
     * @return the numbers
     */
    public static OasisCost of(
            OasisConfig config,
            WanTransformerConfig transformer,
            WanVaeConfig vae,
            Routing routing,
            WanTransformerGrid grid) {
        long tokens = grid.tokens();
        long width = transformer.width();
        List<Integer> sides = transformer.patch();
        long patch = sides.stream().mapToLong(n -> n).reduce(1, (a, b) -> a * b);
        // Self-attention has four square layers, cross-attention two whose input is the video.
        long layer = 6 * width * width + 2 * width * transformer.feedWidth();
        long ends = patch * (transformer.inChannels() + transformer.outChannels()) * width;
        long keys = routing.layers().stream()
                .flatMap(List::stream)
                .mapToLong(pattern -> pairs(pattern, grid))
                .sum();
        long embedding = transformer.textWidth() * width + width * width;
        return new OasisCost(
                tokens * patch * config.boxWidth() * config.latentChannels(),
                tokens * (transformer.layers() * layer + ends),
                2 * tokens * 2 * width * transformer.layers(),
                2 * keys * transformer.headWidth(),
                OasisNetworks.TEXT_TOKENS * (embedding + 2 * width * width * transformer.layers()),
                WanVaeCost.decoder(
                        vae, grid.frames() * sides.get(0), grid.rows() * sides.get(1), grid.columns() * sides.get(2)));
    }

    /** {@return projector and transformer together} */
    public long step() {
        return projector + layers + text + attention;
    }

    /** {@return all of a window} */
    public long total() {
        return step() + decoder.total();
    }

    /**
     * {@return what a counter finds that knows a network's linear layers and convolutions by their class alone} It passes over
     * attention, which is a function, and the decoder's causal convolutions, which are a class of their own. For the paper's
     * window that is the number that the paper prints.
     */
    public long printed() {
        return projector + layers + prompt + decoder.spatial();
    }

    /** How many pairs of a query and a key a head has. */
    private static long pairs(HeadPattern pattern, WanTransformerGrid grid) {
        long side = grid.rows() * grid.columns();
        return switch (pattern) {
            case GLOBAL -> grid.tokens() * grid.tokens();
            case INTRA_FRAME -> grid.tokens() * side;
            case WINDOW ->
                near(grid.frames(), OasisScripts.REACH[0])
                        * near(grid.rows(), OasisScripts.REACH[1])
                        * near(grid.columns(), OasisScripts.REACH[2]);
        };
    }

    /** Pairs of places on a line that are at most reach apart. */
    private static long near(long size, long reach) {
        long pairs = size;
        for (long apart = 1; apart <= Math.min(reach, size - 1); apart++) {
            pairs += 2 * (size - apart);
        }
        return pairs;
    }
}
