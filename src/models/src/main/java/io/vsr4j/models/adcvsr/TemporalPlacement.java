package io.vsr4j.models.adcvsr;

import io.vsr4j.models.stablediffusion.UNetConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * After which layers of the UNet temporal residual blocks stand. The paper says "after each UNet block" and gives two
 * totals, which mean two different things.
 */
public enum TemporalPlacement {
    // Not in the paper: which of the two is meant. Its total of 0.57 billion parameters is this one's.
    /** After every ResNet block and every transformer: 38 of them in the published UNet, 0.573 billion parameters. */
    PER_LAYER,

    // The 0.03 billion that the paper's ablation adds to its base are this one's.
    /** After every stage, resampling included: 9 of them, 0.487 billion parameters. */
    PER_STAGE;

    /**
     * Lists the places.
     *
     * @param unet the UNet
     * @return the channels at each place, by the name that {@link io.vsr4j.models.stablediffusion.LayerHook} calls it
     */
    public Map<String, Integer> sites(UNetConfig unet) {
        Map<String, Integer> sites = new LinkedHashMap<>();
        int stages = unet.widths().size();
        for (int i = 0; i < stages; i++) {
            stage(
                    sites,
                    "down_blocks." + i,
                    unet.widths().get(i),
                    unet.layers(),
                    unet.downAttention().get(i));
        }
        int deepest = unet.widths().get(stages - 1);
        if (this == PER_LAYER) {
            sites.put("mid_block.resnets.0", deepest);
            sites.put("mid_block.attentions.0", deepest);
            sites.put("mid_block.resnets.1", deepest);
        } else {
            sites.put("mid_block", deepest);
        }
        for (int i = 0; i < stages; i++) {
            int width = unet.widths().get(stages - 1 - i);
            stage(
                    sites,
                    "up_blocks." + i,
                    width,
                    unet.layers() + 1,
                    unet.upAttention().get(i));
        }
        return sites;
    }

    private void stage(Map<String, Integer> sites, String stage, int width, int layers, boolean attention) {
        if (this == PER_STAGE) {
            sites.put(stage, width);
            return;
        }
        for (int j = 0; j < layers; j++) {
            sites.put(stage + ".resnets." + j, width);
            if (attention) {
                sites.put(stage + ".attentions." + j, width);
            }
        }
    }
}
