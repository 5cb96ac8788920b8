package io.vsr4j.models.wan;

import ai.djl.ndarray.types.Shape;

/**
 * How a latent is cut into tokens, whose order is frame, row, column.
 *
 * @param frames of tokens
 * @param rows of tokens in a frame
 * @param columns of tokens in a row
 */
public record WanTransformerGrid(long frames, long rows, long columns) {
    /**
     * The grid of a latent. What does not fill a token at the end of an axis is dropped.
     *
     * @param latent {@code (B, C, frames, rows, columns)}
     * @param config of the network
     * @return the grid
     * @throws IllegalArgumentException if the latent is not the network's, is smaller than one token, or has more along
     *     an axis than the network has positions
     */
    public static WanTransformerGrid of(Shape latent, WanTransformerConfig config) {
        if (latent.dimension() != 5 || latent.get(1) != config.inChannels()) {
            throw new IllegalArgumentException(
                    "latent must be (B, " + config.inChannels() + ", frames, rows, columns), got " + latent);
        }
        long[] size = new long[3];
        for (int axis = 0; axis < 3; axis++) {
            size[axis] = latent.get(2 + axis) / config.patch().get(axis);
            if (size[axis] < 1 || size[axis] > config.maxPositions()) {
                throw new IllegalArgumentException("latent " + latent + " has " + size[axis] + " tokens along axis "
                        + (2 + axis) + "; the network takes 1 to " + config.maxPositions());
            }
        }
        return new WanTransformerGrid(size[0], size[1], size[2]);
    }

    /** {@return how many tokens} */
    public long tokens() {
        return frames * rows * columns;
    }

    long[] size() {
        return new long[] {frames, rows, columns};
    }
}
