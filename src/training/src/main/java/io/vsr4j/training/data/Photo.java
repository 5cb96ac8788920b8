package io.vsr4j.training.data;

import ai.djl.ndarray.NDManager;
import io.vsr4j.degrade.Raster;
import io.vsr4j.media.MediaException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A photo, over which a camera moves. */
record Photo(String name, Path path) implements Footage {
    @Override
    public Take take(Random random, ClipSettings wanted, Shelf shelf, NDManager scope) throws IOException {
        Orientation orientation = Orientation.draw(random, wanted.flips(), wanted.turns());
        PhotoPixels photo = open(orientation, wanted, shelf, scope);
        int frames = wanted.frames();
        Scene scene = Scene.draw(random, photo, wanted.width(), wanted.height(), frames, orientation);
        List<Raster> high = new ArrayList<>();
        for (int t = 0; t < frames; t++) {
            high.add(scene.frame(t));
        }
        if (frames == 1) {
            return new Take(high, null, null, null);
        }
        int field = 2 * wanted.width() * wanted.height();
        float[] flow = new float[2 * (frames - 1) * field];
        for (int t = 0; t + 1 < frames; t++) {
            scene.flow(t, t + 1, flow, t * field);
            scene.flow(t + 1, t, flow, (frames - 1 + t) * field);
        }
        return new Take(high, null, flow, null);
    }

    @Override
    public Raster picture(Random random, ClipSettings wanted, Shelf shelf, NDManager scope) throws IOException {
        Orientation orientation = Orientation.draw(random, wanted.flips(), wanted.turns());
        PhotoPixels photo = open(orientation, wanted, shelf, scope);
        int width = wanted.width(orientation);
        int height = wanted.height(orientation);
        Cut cut = Cut.draw(random, photo.width(), photo.height(), width, height, 1);
        return orientation.apply(photo.cut(cut.left(), cut.top(), width, height));
    }

    private PhotoPixels open(Orientation orientation, ClipSettings wanted, Shelf shelf, NDManager scope)
            throws IOException {
        PhotoPixels photo = shelf.photo(path, wanted.reduce(), scope);
        int width = Scene.least(wanted.width(orientation));
        int height = Scene.least(wanted.height(orientation));
        if (photo.width() < width || photo.height() < height) {
            throw new MediaException(path + ": is " + photo.width() + "x" + photo.height() + ", reduced by "
                    + wanted.reduce() + ", and clips need " + width + "x" + height + "; take smaller crops");
        }
        return photo;
    }
}
