package io.vsr4j.models.adcvsr;

import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.stablediffusion.LayerHook;
import java.util.LinkedHashMap;
import java.util.Map;

/** The temporal residual blocks of a UNet, each after the layer whose name it has. */
public final class TemporalBlocks {
    private final Map<String, TemporalBlock> blocks = new LinkedHashMap<>();

    /**
     * Declares the parameters, {@code <site>.conv1.weight} and so on.
     *
     * @param p of all blocks
     * @param sites channels at each place, by its name in the UNet; {@link AdcVsrConfig#sites}
     */
    public TemporalBlocks(Parameters p, Map<String, Integer> sites) {
        sites.forEach((site, width) -> blocks.put(site, new TemporalBlock(p.child(site), width)));
    }

    /** {@return how many there are} */
    int size() {
        return blocks.size();
    }

    /**
     * Puts the blocks between the UNet's layers.
     *
     * @param frames of each clip
     * @return for {@link io.vsr4j.models.stablediffusion.UNetBody}
     */
    public LayerHook hook(int frames) {
        return (site, x) -> {
            TemporalBlock block = blocks.get(site);
            return block == null ? x : block.forward(x, frames);
        };
    }
}
