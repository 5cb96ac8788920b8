package io.vsr4j.training.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.training.Settings;
import java.io.IOException;

/** Gives clips of one size to learn from, as many as are wanted. Several threads may ask at once. */
public interface ClipSource extends AutoCloseable {
    /**
     * Looks for footage, and for the store of finished clips if the settings name one. Files that cannot be used are told of
     * on standard error.
     *
     * @param settings of a recipe
     * @param wanted what clips are wanted
     * @param part which sources they are of
     * @return the clips
     * @throws IllegalArgumentException if a setting of the store makes no sense
     * @throws io.vsr4j.upscale.InvalidRequestException if there is no footage
     * @throws IOException if a folder cannot be listed or made
     */
    static ClipSource open(Settings settings, ClipSettings wanted, Part part) throws IOException {
        StoreSettings store = StoreSettings.of(settings, wanted);
        if (part == Part.VALIDATION) {
            store = store.withUses(1); // a fixed set, of which each clip differs from the others
        }
        ClipSettings made = wanted.sized(store.height(), store.width(), store.frames());
        Clips clips = Clips.open(store.folder() == null ? wanted : made, part, System.err::println);
        return store.folder() == null ? clips : new StoredClips(clips, wanted, store, store.folderOf(made, part));
    }

    /**
     * Gives a clip.
     *
     * @param index which one; the result depends on nothing else
     * @param owner owns its tensors
     * @return the clip
     * @throws IOException if data cannot be read
     */
    Clip clip(long index, NDManager owner) throws IOException;

    /**
     * Gives unrelated pictures: crops of frames or photos.
     *
     * @param index which ones; the result depends on nothing else
     * @param count how many
     * @param owner owns them
     * @return {@code float32 [count, 3, H, W]}, RGB, 0 to 1
     * @throws IOException if data cannot be read
     */
    NDArray pictures(long index, int count, NDManager owner) throws IOException;

    @Override
    default void close() {}
}
