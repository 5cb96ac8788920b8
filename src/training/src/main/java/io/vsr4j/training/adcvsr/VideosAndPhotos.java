package io.vsr4j.training.adcvsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.training.data.Clip;
import io.vsr4j.training.data.ClipSource;
import java.io.IOException;

/**
 * Clips of one source and pictures of another: details are learned from photos, which have more of them than videos
 * (section 3.3).
 */
record VideosAndPhotos(ClipSource videos, ClipSource photos) implements ClipSource {
    @Override
    public Clip clip(long index, NDManager owner) throws IOException {
        return videos.clip(index, owner);
    }

    @Override
    public NDArray pictures(long index, int count, NDManager owner) throws IOException {
        return photos.pictures(index, count, owner);
    }

    @Override
    public void close() {
        videos.close();
        photos.close();
    }
}
