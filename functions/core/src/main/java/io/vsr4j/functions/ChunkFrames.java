package io.vsr4j.functions;

import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.job.Part;
import io.vsr4j.functions.store.ObjectSource;
import io.vsr4j.functions.store.ObjectStore;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaSource;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.media.VideoPart;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.upscale.Chunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.BitSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frames of a job's video, as a worker on one chunk reads them: those that the chunk's part holds from there, all others,
 * such as frames by which a whole shot is measured, from the video itself. That is opened when it is first needed.
 */
final class ChunkFrames implements FrameSource {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkFrames.class);

    private final Manifest manifest;
    private final ObjectSource source;
    private final VideoPart range;
    private final FrameReader part;
    private FrameReader whole;
    private int next;

    private ChunkFrames(Manifest manifest, ObjectSource source, VideoPart range, Path file) throws IOException {
        this.manifest = manifest;
        this.source = source;
        this.range = range;
        part = FrameReader.open(MediaSource.of(file), range, manifest.video(), MediaLimits.DEFAULT, threads(manifest));
    }

    /**
     * Opens the frames.
     *
     * @param file where the part is kept while they are read
     * @throws IOException if they cannot be read now, but perhaps later
     */
    static FrameSource open(ObjectStore store, Manifest manifest, Chunk chunk, Path file) throws IOException {
        ObjectSource source = manifest.source().open(store);
        if (!manifest.parts().isEmpty()) {
            Part part = manifest.parts().get(chunk.index());
            String key = Service.keys(manifest.job()).part(chunk.index(), part.sha256());
            if (store.exists(key)) {
                store.download(key, file);
                if (part.sha256().equals(Sha256.of(file))) {
                    return new ChunkFrames(manifest, source, part.video(), file);
                }
            }
            LOG.warn("job {}: {} is gone or broken; the video is read in ranges", manifest.job(), key);
        }
        return whole(manifest, source);
    }

    private static FrameReader whole(Manifest manifest, ObjectSource source) throws IOException {
        return FrameReader.open(source, manifest.video(), MediaLimits.DEFAULT, threads(manifest));
    }

    private static int threads(Manifest manifest) {
        return manifest.plan().run().threads();
    }

    @Override
    public VideoInfo video() {
        return manifest.video();
    }

    @Override
    public void seek(int frame) {
        next = frame;
    }

    @Override
    public void read(Picture into) {
        FrameReader frames = next >= range.first() && next < range.end() ? part : whole();
        frames.seek(next);
        frames.read(into);
        next++;
    }

    private FrameReader whole() {
        if (whole == null) {
            try {
                whole = whole(manifest, source);
            } catch (IOException e) {
                throw new UncheckedIOException(e.getMessage(), e);
            }
        }
        return whole;
    }

    @Override
    public BitSet damagedFrames() {
        BitSet damaged = part.damagedFrames();
        if (whole != null) {
            damaged.or(whole.damagedFrames());
        }
        return damaged;
    }

    @Override
    public void close() {
        part.close();
        if (whole != null) {
            whole.close();
        }
    }
}
