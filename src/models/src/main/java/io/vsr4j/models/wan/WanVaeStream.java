package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A video on its way through the encoder or decoder, group of frames by group of frames, in order. The results, one
 * after the other in time, are those of the whole video at once; memory does not grow with its length. To be used by one
 * thread at a time, and of no further use after a failure.
 *
 * <pre>{@code
 * try (WanVaeStream decoder = vae.decoder(manager, WanVaeTiling.NONE)) {
 *     for (NDArray latent : latents) {                // [N, z, 1, h, w]
 *         try (NDArray frames = decoder.next(latent)) // [N, 3, 1, H, W], then [N, 3, 4, H, W] each
 *     }
 * }
 * }</pre>
 */
public final class WanVaeStream implements AutoCloseable {
    private final WanVaePipe pipe;
    private final WanVaeTiling tiling;
    private final NDManager manager;
    private final List<WanVaePast> pasts = new ArrayList<>();
    private Shape first;

    WanVaeStream(WanVaePipe pipe, WanVaeTiling tiling, NDManager owner) {
        this.pipe = pipe;
        this.tiling = tiling;
        manager = owner.newSubManager();
    }

    /** {@return how many frames the next call takes} */
    public int frames() {
        return first == null ? 1 : pipe.group();
    }

    /**
     * Computes the next group.
     *
     * @param group {@code [N, C, frames(), H, W]}; all but the number of frames as in the first group
     * @return its result, with the manager of the group
     */
    public NDArray next(NDArray group) {
        pipe.require(group);
        Shape shape = group.getShape();
        if (shape.get(2) != frames()) {
            throw new IllegalArgumentException("the next group must have " + frames() + " frames, got " + shape);
        }
        if (first != null && !without(shape).equals(without(first))) {
            throw new IllegalArgumentException(
                    "a stream that began with " + first + " cannot go on with " + shape + "; start another one");
        }
        first = first == null ? shape : first;
        return pipe.next(group, tiling, manager, pasts);
    }

    private static Shape without(Shape shape) {
        return new Shape(shape.get(0), shape.get(1), shape.get(3), shape.get(4));
    }

    /** Frees what it remembers of the video. */
    @Override
    public void close() {
        pasts.forEach(WanVaePast::close);
        pasts.clear();
        manager.close();
    }
}
