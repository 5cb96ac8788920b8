package io.vsr4j.models;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a result's colours are brought back to the source's. */
public enum ColourMatch {
    /** Left as they are. */
    NONE,
    /** Mean and standard deviation of each channel, over the window. */
    ADAIN,
    /** Mean and standard deviation of each channel, frame by frame: what AdcSR does with single pictures. It flickers. */
    ADAIN_FRAME,
    /** The low frequencies of the source, the high ones of the result. */
    WAVELET;

    /** {@return the name that users type: {@code none}, {@code adain}, {@code adain-frame} or {@code wavelet}} */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Finds a way by its name.
     *
     * @param id what was asked for
     * @return the way
     * @throws IllegalArgumentException if there is none; names those that there are
     */
    public static ColourMatch of(String id) {
        return Arrays.stream(values())
                .filter(way -> way.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("colour must be one of "
                        + Arrays.stream(values()).map(ColourMatch::id).collect(Collectors.joining(", ")) + ", got '"
                        + id + "'"));
    }
}
