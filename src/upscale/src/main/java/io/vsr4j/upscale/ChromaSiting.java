package io.vsr4j.upscale;

import io.vsr4j.media.ColourTags;

/**
 * Where a chroma sample lies relative to the two luma samples that it stands for, along one axis, and the linear filters
 * that follow from it.
 */
public enum ChromaSiting {
    /** On the first one. */
    FIRST(new double[] {0, 1, 0, 0, 0.5, 0.5}, new double[] {0.25, 0.5, 0.25, 0}),
    /** Midway. */
    BETWEEN(new double[] {0.25, 0.75, 0, 0, 0.75, 0.25}, new double[] {0, 0.5, 0.5, 0}),
    /** On the second one. */
    SECOND(new double[] {0.5, 0.5, 0, 0, 1, 0}, new double[] {0, 0.25, 0.5, 0.25});

    /** Weights of the chroma samples before, at and after a pair of luma samples, for its first and for its second one. */
    final double[] doubling;
    /** Weights of the luma samples before, in (two) and after a pair, for its chroma sample. */
    final double[] halving;

    /** {@return how much the chroma samples before, at and after a pair of luma samples count, for its first and for its second} */
    public float[] doubling() {
        float[] weights = new float[doubling.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) doubling[i];
        }
        return weights;
    }

    ChromaSiting(double[] doubling, double[] halving) {
        this.doubling = doubling;
        this.halving = halving;
    }

    /** {@return the siting along a row} Where the tags say nothing: as JPEG in full range, as MPEG-2 and later otherwise. */
    public static ChromaSiting across(ColourTags tags, boolean alsoVertical) {
        boolean centre =
                switch (tags.chromaLocation()) {
                    case 2, 4, 6 -> true;
                    case 0 -> tags.fullRange();
                    default -> false;
                };
        return centre && alsoVertical ? BETWEEN : FIRST;
    }

    /** {@return the siting along a column} */
    public static ChromaSiting down(ColourTags tags) {
        return switch (tags.chromaLocation()) {
            case 3, 4 -> FIRST;
            case 5, 6 -> SECOND;
            default -> BETWEEN;
        };
    }
}
