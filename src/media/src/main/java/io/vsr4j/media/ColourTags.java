package io.vsr4j.media;

/**
 * How code values mean colours: the code points of ITU-T H.273, which FFmpeg's enumerations share, except for range and
 * chroma location, which are FFmpeg's.
 *
 * @param matrix matrix coefficients: 0 RGB, 1 BT.709, 2 unspecified, 4 FCC, 5/6 BT.601, 7 SMPTE 240M, 9 BT.2020
 *     non-constant luminance
 * @param primaries colour primaries: 1 BT.709, 2 unspecified, 9 BT.2020, ...
 * @param transfer transfer characteristics: 1 BT.709, 2 unspecified, 16 PQ, 18 HLG, ...
 * @param range 0 unspecified, 1 limited, 2 full
 * @param chromaLocation 0 unspecified, 1 left, 2 centre, 3 top left, 4 top, 5 bottom left, 6 bottom
 */
public record ColourTags(int matrix, int primaries, int transfer, int range, int chromaLocation) {
    /** Nothing said. */
    public static final ColourTags UNSPECIFIED = new ColourTags(2, 2, 2, 0, 0);

    /** {@return whether code values fill the whole range, black at 0} */
    public boolean fullRange() {
        return range == 2;
    }
}
