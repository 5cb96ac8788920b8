package io.vsr4j.models.ultravsr;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.UNetConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where units of Recurrent Temporal Shift are, and how wide they are. Sites are named {@code unet.down_blocks.0},
 * {@code unet.mid_block}, {@code decoder.mid_block}, {@code decoder.up_blocks.0} and so on, and follow the stage. Either
 * kind of unit may be at any of them; with an empty list it is nowhere, as in the paper's ablation (table 3).
 *
 * @param convolutionWidth to how many channels the convolution reduces, divisible by 3
 * @param attentionWidth to how many channels the attention reduces queries, keys and values each (r)
 * @param channels of every site that there could be, in the order of computation
 * @param convolution sites that have the convolution
 * @param attention sites that have the attention, after the convolution if there is one
 */
public record RtsConfig(
        int convolutionWidth,
        int attentionWidth,
        Map<String, Integer> channels,
        List<String> convolution,
        List<String> attention) {
    /**
     * Not in the paper, which has 2.9 million parameters in all convolutions. A site of C channels has 2rC + C + 18r^2 + 3r,
     * 14 sites of 10,240 channels in all have 2,966,890.
     */
    static final int CONVOLUTION_WIDTH = 75;

    /**
     * Not in the paper, which has 3.2 million parameters in all attentions. A site of C channels has 4rC + C + 3r, ten sites
     * of 8,832 channels in all have 3,191,052.
     */
    static final int ATTENTION_WIDTH = 90;

    private static final String CONVOLUTION_WIDTH_KEY = "convolution_width";
    private static final String ATTENTION_WIDTH_KEY = "attention_width";
    private static final String CONVOLUTION_KEY = "convolution_sites";
    private static final String ATTENTION_KEY = "attention_sites";

    /** The units of a folder. Left out, both are where {@link #standard} has them. */
    static RtsConfig of(Config config, UNetConfig unet, AutoencoderConfig vae) {
        int convolution = config.number(CONVOLUTION_WIDTH_KEY, CONVOLUTION_WIDTH);
        int attention = config.number(ATTENTION_WIDTH_KEY, ATTENTION_WIDTH);
        config.require(convolution > 0 && convolution % 3 == 0, CONVOLUTION_WIDTH_KEY, "above 0 and divisible by 3");
        config.require(attention > 0, ATTENTION_WIDTH_KEY, "above 0");
        RtsConfig standard = standard(convolution, attention, unet, vae);
        return new RtsConfig(
                convolution,
                attention,
                standard.channels,
                standard.sites(config, CONVOLUTION_KEY, standard.convolution),
                standard.sites(config, ATTENTION_KEY, standard.attention));
    }

    private List<String> sites(Config config, String key, List<String> otherwise) {
        List<String> sites = config.has(key) ? config.texts(key) : otherwise;
        config.require(
                channels.keySet().containsAll(sites)
                        && sites.stream().distinct().count() == sites.size(),
                key,
                "a list of different sites out of " + channels.keySet());
        return sites;
    }

    /**
     * After every stage of UNet and decoder. Not in the paper: the attention, whose cost grows with the square of the
     * pixels, is left out where the decoder enlarges.
     */
    static RtsConfig standard(int convolutionWidth, int attentionWidth, UNetConfig unet, AutoencoderConfig vae) {
        Map<String, Integer> channels = channels(unet, vae);
        List<String> all = List.copyOf(channels.keySet());
        List<String> affordable = all.stream()
                .filter(site -> !site.startsWith("decoder.up_blocks."))
                .toList();
        return new RtsConfig(convolutionWidth, attentionWidth, channels, all, affordable);
    }

    private static Map<String, Integer> channels(UNetConfig unet, AutoencoderConfig vae) {
        Map<String, Integer> sites = new LinkedHashMap<>();
        int last = unet.widths().size() - 1;
        for (int i = 0; i <= last; i++) {
            sites.put("unet.down_blocks." + i, unet.widths().get(i));
        }
        sites.put("unet.mid_block", unet.widths().get(last));
        for (int i = 0; i <= last; i++) {
            sites.put("unet.up_blocks." + i, unet.widths().get(last - i));
        }
        int deepest = vae.widths().size() - 1;
        sites.put("decoder.mid_block", vae.widths().get(deepest));
        for (int i = 0; i <= deepest; i++) {
            sites.put("decoder.up_blocks." + i, vae.widths().get(deepest - i));
        }
        return sites;
    }

    /** {@return those that are in the UNet, with units as wide} */
    public RtsConfig unet() {
        Map<String, Integer> sites = new LinkedHashMap<>(channels);
        sites.keySet().removeIf(site -> !site.startsWith("unet."));
        return new RtsConfig(
                convolutionWidth, attentionWidth, sites, within(convolution, sites), within(attention, sites));
    }

    private static List<String> within(List<String> sites, Map<String, Integer> known) {
        return sites.stream().filter(known::containsKey).toList();
    }

    /** {@return the same widths with both units at every site} */
    RtsConfig everywhere() {
        List<String> all = List.copyOf(channels.keySet());
        return new RtsConfig(convolutionWidth, attentionWidth, channels, all, all);
    }

    /** {@return how many frames on each side a frame learns of: one a unit} */
    int reach() {
        return convolution.size() + attention.size();
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty(CONVOLUTION_WIDTH_KEY, convolutionWidth);
        json.addProperty(ATTENTION_WIDTH_KEY, attentionWidth);
        json.add(CONVOLUTION_KEY, new Gson().toJsonTree(convolution));
        json.add(ATTENTION_KEY, new Gson().toJsonTree(attention));
        return json;
    }
}
