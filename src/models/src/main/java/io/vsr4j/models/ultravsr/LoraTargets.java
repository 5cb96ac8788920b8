package io.vsr4j.models.ultravsr;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The weights that low-rank changes adapt: those of the UNet's convolutions, attentions and feed-forward layers, and of the
 * autoencoder's encoder. Not in the paper: the list. This is the one of OSEDiff, whose size at rank 4 is the reported one.
 */
public final class LoraTargets {
    /** Of the factors. */
    public static final int RANK = 4;

    /** Not in the paper: what peft takes by default. The change is alpha / rank times the product of the factors. */
    static final double ALPHA = 8;

    private static final Pattern UNET =
            Pattern.compile("(.*\\.)?(to_[qkv]|to_out\\.0|conv\\w*|proj_(in|out)|net\\.0\\.proj|net\\.2)\\.weight");
    private static final Pattern ENCODER =
            Pattern.compile("encoder\\.(.*\\.)?(to_[qkv]|to_out\\.0|conv\\w*)\\.weight|quant_conv\\.weight");

    private LoraTargets() {}

    /** {@return names and shapes of a UNet's factors, by those of all its tensors} */
    public static Map<String, Shape> unet(Map<String, Shape> parameters) {
        return factors(parameters, UNET.asMatchPredicate());
    }

    /** {@return names and shapes of an autoencoder's factors, by those of all its tensors} */
    public static Map<String, Shape> encoder(Map<String, Shape> parameters) {
        return factors(parameters, ENCODER.asMatchPredicate());
    }

    private static Map<String, Shape> factors(Map<String, Shape> parameters, Predicate<String> adapted) {
        Map<String, Shape> factors = new LinkedHashMap<>();
        parameters.forEach((name, shape) -> {
            if (adapted.test(name) && !name.contains("norm")) {
                String module = name.substring(0, name.length() - ".weight".length());
                long[] down = shape.getShape().clone();
                down[0] = RANK;
                factors.put(module + ".lora_A.default.weight", new Shape(down));
                factors.put(
                        module + ".lora_B.default.weight",
                        shape.dimension() == 4 ? new Shape(shape.get(0), RANK, 1, 1) : new Shape(shape.get(0), RANK));
            }
        });
        return factors;
    }
}
