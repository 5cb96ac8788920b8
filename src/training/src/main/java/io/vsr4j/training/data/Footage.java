package io.vsr4j.training.data;

import ai.djl.ndarray.NDManager;
import io.vsr4j.degrade.Raster;
import java.io.IOException;
import java.util.Random;

/** Something that clips are taken of: a video, numbered pictures, or a photo. */
interface Footage {
    /** {@return its path relative to its data folder, by which it is training or validation} */
    String name();

    /**
     * Takes a clip.
     *
     * @param random all that is drawn
     * @param wanted what clips are wanted
     * @param shelf opens files
     * @param scope for tensors
     * @return the clip; null if no place that was drawn will do, because of cuts or damage
     * @throws io.vsr4j.media.MediaException if it cannot be used at all
     * @throws IOException if it cannot be read now
     */
    Take take(Random random, ClipSettings wanted, Shelf shelf, NDManager scope) throws IOException;

    /** {@return a single picture, likewise} */
    Raster picture(Random random, ClipSettings wanted, Shelf shelf, NDManager scope) throws IOException;
}
