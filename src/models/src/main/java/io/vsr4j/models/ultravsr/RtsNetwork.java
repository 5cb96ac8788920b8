package io.vsr4j.models.ultravsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.stablediffusion.LayerHook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All units of Recurrent Temporal Shift: {@code rts.<site>.conv} and {@code rts.<site>.attn}. */
public final class RtsNetwork extends Network {
    private final Map<String, List<RtsUnit>> units = new LinkedHashMap<>();

    /**
     * Declares the parameters.
     *
     * @param config where there are which units
     */
    public RtsNetwork(RtsConfig config) {
        config.channels().forEach((site, channels) -> {
            List<RtsUnit> here = new ArrayList<>();
            Parameters p = parameters().child("rts." + site);
            if (config.convolution().contains(site)) {
                here.add(RtsUnit.convolution(p.child("conv"), channels, config.convolutionWidth()));
            }
            if (config.attention().contains(site)) {
                here.add(RtsUnit.attention(p.child("attn"), channels, config.attentionWidth()));
            }
            units.put(site, here);
        });
    }

    /** {@return the units of a site, in order; none where there is no such site} */
    List<RtsUnit> at(String site) {
        return units.getOrDefault(site, List.of());
    }

    /** {@return the units as what a network computes between its stages, for whole clips: [frames, C, H, W]} */
    public LayerHook hook() {
        return (site, x) -> {
            NDArray h = x;
            for (RtsUnit unit : at(site)) {
                NDArray y = unit.forward(h);
                if (h != x) {
                    h.close();
                }
                h = y;
            }
            return h;
        };
    }
}
