package io.vsr4j.models.adcvsr;

import com.google.gson.JsonObject;
import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * The sizes of AdcVSR's network.
 *
 * @param image of the network for single pictures
 * @param placement of the temporal residual blocks
 */
public record AdcVsrConfig(AdcSrConfig image, TemporalPlacement placement) {
    private static final String PLACEMENT = "temporal_placement";

    /** Refuses a network that does not enlarge by four. */
    public AdcVsrConfig {
        if (image.scale() != AdcVsrNetwork.SCALE) {
            throw new IllegalArgumentException("AdcVSR enlarges by " + AdcVsrNetwork.SCALE + ", a decoder of "
                    + image.decoderWidths().size() + " stages after an unshuffling by " + image.unshuffle()
                    + " enlarges by " + image.scale());
        }
    }

    /** {@return the published sizes: 573 million parameters} */
    public static AdcVsrConfig published() {
        return new AdcVsrConfig(AdcSrConfig.published(), TemporalPlacement.PER_LAYER);
    }

    /**
     * Reads a configuration. What it leaves out is as in {@link #published}.
     *
     * @param c the entries of {@link AdcSrConfig}, and {@code temporal_placement}: {@code per_layer} or {@code per_stage}
     * @return the sizes
     * @throws CheckpointException if they do not fit together
     */
    public static AdcVsrConfig of(Config c) {
        String placement = c.text(PLACEMENT, name(published().placement()));
        c.require(
                Arrays.stream(TemporalPlacement.values()).anyMatch(p -> name(p).equals(placement)),
                PLACEMENT,
                "per_layer or per_stage");
        try {
            return new AdcVsrConfig(AdcSrConfig.of(c), TemporalPlacement.valueOf(placement.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(c.name() + ": " + e.getMessage(), e);
        }
    }

    /** {@return the entries that {@link #of} reads} */
    public JsonObject json() {
        JsonObject json = image.json();
        json.addProperty(PLACEMENT, name(placement));
        return json;
    }

    /** {@return the channels of each temporal residual block, by its site} */
    public Map<String, Integer> sites() {
        return placement.sites(image.unet());
    }

    private static String name(TemporalPlacement placement) {
        return placement.name().toLowerCase(Locale.ROOT);
    }
}
