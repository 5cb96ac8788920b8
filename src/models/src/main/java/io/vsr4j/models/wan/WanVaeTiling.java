package io.vsr4j.models.wan;

/**
 * How a large picture is encoded or decoded in overlapping tiles, to need less memory. Each tile goes through the whole
 * video by itself; where two overlap, one fades linearly into the other. A picture that is no larger than a tile is
 * computed as a whole, with the same result as without tiling. The attention in the middle sees one tile only, so that
 * tiles are close to the whole but not equal to it.
 *
 * @param tile side of a tile in pixels of the video, a multiple of the network's spatial factor
 * @param stride from tile to tile in the same pixels, at most {@code tile}; another multiple
 */
public record WanVaeTiling(int tile, int stride) {
    /** As published: 256 pixels, every 192. */
    public static final WanVaeTiling DEFAULT = new WanVaeTiling(256, 192);

    /** No tiles. */
    public static final WanVaeTiling NONE = new WanVaeTiling(1 << 30, 1 << 30);

    /** The most pixels that {@link #bounded} leaves whole. */
    // Not in the papers: how many. The papers' own size, 1280 x 720, is computed as they do.
    public static final long WHOLE_PIXELS = 1280 * 736;

    private static final WanVaeTiling LARGE = new WanVaeTiling(768, 640);

    /** Checks the sizes. */
    public WanVaeTiling {
        if (stride < 1 || stride > tile) {
            throw new IllegalArgumentException(
                    "tiles need a stride from 1 to their side, got side " + tile + " and stride " + stride);
        }
    }

    /**
     * The tiling of a picture whose memory must be bounded: none up to {@link #WHOLE_PIXELS}, then
     * tiles of 768, every 640. It depends on the size alone, so that every machine computes the same.
     *
     * @param height of the video in pixels
     * @param width of the video in pixels
     * @return the tiling
     */
    public static WanVaeTiling bounded(long height, long width) {
        return height * width <= WHOLE_PIXELS ? NONE : LARGE;
    }

    /**
     * The tiles in the pixels of an array.
     *
     * @param factor how many pixels of the video a pixel of the array stands for
     */
    WanVaeTiling in(int factor) {
        if (tile % factor != 0 || stride % factor != 0) {
            throw new IllegalArgumentException("side and stride of tiles must be multiples of " + factor
                    + " for this network, got " + tile + " and " + stride);
        }
        return new WanVaeTiling(tile / factor, stride / factor);
    }
}
