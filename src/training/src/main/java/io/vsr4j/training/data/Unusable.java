package io.vsr4j.training.data;

import ai.djl.ndarray.NDManager;
import io.vsr4j.degrade.Raster;
import io.vsr4j.media.MediaException;
import java.util.Random;

/** Footage that is there and of no use. */
record Unusable(String name, String why) implements Footage {
    @Override
    public Take take(Random random, ClipSettings wanted, Shelf shelf, NDManager scope) {
        throw new MediaException(why);
    }

    @Override
    public Raster picture(Random random, ClipSettings wanted, Shelf shelf, NDManager scope) {
        throw new MediaException(why);
    }
}
