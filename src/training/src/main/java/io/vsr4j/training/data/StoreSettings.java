package io.vsr4j.training.data;

import io.vsr4j.tensor.Sha256;
import io.vsr4j.training.DataFolders;
import io.vsr4j.training.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Which finished clips are kept.
 *
 * @param folder where; null keeps none
 * @param clips most that are kept
 * @param uses how many times one is drawn, on the average, before the next is made
 * @param height of the good frames that are kept; a clip is a part of them
 * @param width likewise
 * @param frames likewise
 */
record StoreSettings(Path folder, int clips, int uses, int height, int width, int frames) {
    private static final int NAME = 16;

    /**
     * Reads the settings {@code store}, {@code store.clips}, {@code store.uses}, {@code store.height}, {@code store.width}
     * and {@code store.frames}; a size of 0 is the clip's own.
     *
     * @throws IllegalArgumentException if one makes no sense
     */
    static StoreSettings of(Settings settings, ClipSettings wanted) {
        return new StoreSettings(
                settings.path("store"),
                settings.count("store.clips", 1),
                settings.count("store.uses", 1),
                size(settings, "store.height", wanted.height()),
                size(settings, "store.width", wanted.width()),
                size(settings, "store.frames", wanted.frames()));
    }

    /** {@return where clips are kept that are made so, of the files as they are now} */
    Path folderOf(ClipSettings made, Part part) throws IOException {
        String files = new DataFolders(made.folders()).states();
        ByteBuffer all = StandardCharsets.UTF_8.encode(made + "\n" + part + "\n" + files);
        return folder.resolve(Sha256.of(all).substring(0, NAME));
    }

    StoreSettings withUses(int count) {
        return new StoreSettings(folder, clips, count, height, width, frames);
    }

    private static int size(Settings settings, String name, int least) {
        int size = settings.count(name, 0);
        if (size != 0 && size < least) {
            throw new IllegalArgumentException("setting " + name + " of recipe " + settings.recipe()
                    + " must be at least the clip's own " + least + ", or 0, got '" + size + "'");
        }
        return Math.max(size, least);
    }
}
