package io.vsr4j.media;

import java.util.List;

/**
 * Static HDR metadata: the display that a video was mastered on (SMPTE ST 2086) and its brightest light (CTA-861.3).
 *
 * @param chromaticities CIE 1931 x and y of red, green, blue and white, eight numbers in that order; empty if unknown
 * @param minLuminance darkest luminance of that display in cd/m2; only with {@code maxLuminance}
 * @param maxLuminance brightest luminance of that display in cd/m2, 0 if unknown
 * @param maxContent brightest pixel in cd/m2 (MaxCLL), 0 if unknown
 * @param maxAverage brightest frame average in cd/m2 (MaxFALL), 0 if unknown
 */
public record HdrMetadata(
        List<Rational> chromaticities, Rational minLuminance, Rational maxLuminance, int maxContent, int maxAverage) {
    /** Nothing said. */
    public static final HdrMetadata NONE = new HdrMetadata(List.of(), new Rational(0, 1), new Rational(0, 1), 0, 0);

    /** Checks the counts. */
    public HdrMetadata {
        chromaticities = List.copyOf(chromaticities);
        if (!chromaticities.isEmpty() && chromaticities.size() != 8) {
            throw new IllegalArgumentException(
                    "chromaticities must be 8 numbers or none, got " + chromaticities.size());
        }
        if (maxContent < 0 || maxAverage < 0) {
            throw new IllegalArgumentException(
                    "light levels must not be negative, got " + maxContent + " and " + maxAverage);
        }
    }

    /** {@return whether the mastering display is known, in part at least} */
    public boolean hasDisplay() {
        return !chromaticities.isEmpty() || maxLuminance.num() != 0;
    }

    /** {@return whether the light levels are known} */
    public boolean hasLight() {
        return maxContent != 0 || maxAverage != 0;
    }
}
