package io.vsr4j.models.wan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a video is after each layer of a {@link WanVae}.
 *
 * @param config the sizes of the network
 * @param frames of the video: 1 + 4 k
 * @param height of the video
 * @param width of the video
 */
record WanVaeSizes(WanVaeConfig config, long frames, long height, long width) {
    private static final Pattern STAGE = Pattern.compile("(encoder\\.down|decoder\\.up)_blocks\\.(\\d+)\\..*");

    /** The video of a latent. */
    static WanVaeSizes ofLatent(WanVaeConfig config, long latents, long rows, long columns) {
        return new WanVaeSizes(
                config,
                1 + (latents - 1) * config.temporalFactor(),
                rows * config.spatialFactor(),
                columns * config.spatialFactor());
    }

    /** {@return frames times pixels of a layer's result} */
    long voxels(String layer) {
        Matcher stage = STAGE.matcher(layer);
        if (stage.matches()) {
            int number = Integer.parseInt(stage.group(2));
            if (stage.group(1).startsWith("decoder")) {
                return layer(layer, last() - number, last() - number - 1);
            }
            // The older layout counts the layers of all stages through: residual blocks, then what follows them.
            number = config.residual() ? number : number / (config.numResBlocks() + 1);
            return layer(layer, number, number + 1);
        }
        boolean small = layer.matches(".*(mid_block.*|encoder\\.conv_out|decoder\\.conv_in|quant_conv)");
        return small ? frames(last()) * pixels(last()) : frames * pixels(0);
    }

    /** A layer of a stage, or one that leads from it to the next one. */
    private long layer(String layer, int stage, int next) {
        if (layer.endsWith("time_conv")) {
            // The first frame passes by; it is at the smaller size on both ways.
            int smaller = Math.max(stage, next);
            return (frames(next) - 1) * pixels(smaller) / (next < stage ? 2 : 1);
        }
        if (layer.endsWith("resample.1")) {
            return frames(Math.min(stage, next)) * pixels(next);
        }
        return frames(stage) * pixels(stage);
    }

    private int last() {
        return config.dimMult().size() - 1;
    }

    private long frames(int stage) {
        long count = frames;
        for (int i = 0; i < stage; i++) {
            count = config.temporalDownsample().get(i) ? (count - 1) / 2 + 1 : count;
        }
        return count;
    }

    private long pixels(int stage) {
        long factor = (long) config.patchSize() << stage;
        return height / factor * (width / factor);
    }
}
