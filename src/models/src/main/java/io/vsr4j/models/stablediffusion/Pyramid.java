package io.vsr4j.models.stablediffusion;

import io.vsr4j.models.network.Macs;
import io.vsr4j.models.network.Parameters;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large the pictures are that the layers of a UNet, an encoder or a decoder give, and what the layers cost.
 *
 * @param height of the largest pictures
 * @param width of the largest pictures
 * @param stages how many sizes there are, each half of the one before, rounded up
 */
public record Pyramid(long height, long width, int stages) {
    private static final Pattern STAGE = Pattern.compile("(down|up)_blocks\\.(\\d+)(\\.(?:resnets|attentions)\\.)?");
    // A block that is in no stage is in the middle, whatever that is called.
    private static final Pattern INNERMOST =
            Pattern.compile("mid_block|resnets|attentions|encoder\\.conv_out|decoder\\.conv_in|quant_conv");
    private static final Pattern OUTERMOST = Pattern.compile("conv_in|conv_out");

    /**
     * Tells how many pixels a layer gives.
     *
     * @param layer its name in a checkpoint, with whatever in front of it; or a site of {@link LayerHook}
     * @return pixels of its result
     * @throws IllegalArgumentException if it is at no place of such a network
     */
    public long pixels(String layer) {
        Matcher stage = STAGE.matcher(layer);
        if (stage.find()) {
            int number = Integer.parseInt(stage.group(2));
            // What is not within a stage follows it, and its resampling.
            int past = stage.group(3) == null ? 1 : 0;
            return stage.group(1).equals("down")
                    ? level(Math.min(number + past, stages - 1))
                    : level(Math.max(stages - 1 - number - past, 0));
        }
        if (INNERMOST.matcher(layer).find()) {
            return level(stages - 1);
        }
        if (OUTERMOST.matcher(layer).find()) {
            return level(0);
        }
        throw new IllegalArgumentException("'" + layer + "' is no layer of a UNet, an encoder or a decoder");
    }

    private long level(int level) {
        long factor = 1L << level;
        return (height + factor - 1) / factor * ((width + factor - 1) / factor);
    }

    /**
     * Counts the multiplications of one picture.
     *
     * @param parameters of the network
     * @param counted which of its layers, by name
     * @param text tokens of the prompt; 0 for a network without text
     * @return their number, attention included
     */
    public long macs(Parameters parameters, Predicate<String> counted, long text) {
        long attention = parameters.shapes().entrySet().stream()
                .filter(tensor -> tensor.getKey().endsWith("to_q.weight") && counted.test(tensor.getKey()))
                .mapToLong(
                        tensor -> attention(tensor.getKey(), tensor.getValue().get(0), text))
                .sum();
        return attention + Macs.of(parameters, layer -> counted.test(layer) ? places(layer, text) : 0);
    }

    private long attention(String name, long channels, long text) {
        long pixels = pixels(name);
        return Macs.attention(pixels, name.contains("attn2.") ? text : pixels, channels);
    }

    private long places(String layer, long text) {
        if (layer.contains("time_emb")) {
            return 1;
        }
        return layer.matches(".*attn2\\.to_[kv]") ? text : pixels(layer);
    }
}
