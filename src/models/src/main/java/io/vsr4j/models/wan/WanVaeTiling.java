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

    /** Checks the sizes. */
    public WanVaeTiling {
        if (stride < 1 || stride > tile) {
            throw new IllegalArgumentException(
                    "tiles need a stride from 1 to their side, got side " + tile + " and stride " + stride);
        }
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
