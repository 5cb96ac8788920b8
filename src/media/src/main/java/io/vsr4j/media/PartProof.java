package io.vsr4j.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * Proves that parts of a video show what the video itself shows: every frame of a part is decoded from both, and samples,
 * time and captions are the same bits. The video is decoded once, if its parts come in order. Where a frame is damaged
 * nothing is proved, since what a decoder makes of it depends on where it began.
 */
public final class PartProof implements AutoCloseable {
    private final MediaSource source;
    private final VideoInfo video;
    private final MediaLimits limits;
    private final int threads;
    private final FrameReader whole;
    private final Picture picture;
    private final MessageDigest digest;
    private final TreeMap<Integer, byte[]> known = new TreeMap<>(); // of the video, by display index
    private int next;

    /**
     * Opens a video that was probed.
     *
     * @param source the bytes, the same as when they were probed
     * @param video what {@link MediaProbe} found
     * @param limits what is refused
     * @param threads decoder threads, at least 1
     * @throws IOException if the source cannot be read now, but perhaps later
     */
    public PartProof(MediaSource source, VideoInfo video, MediaLimits limits, int threads) throws IOException {
        this.source = source;
        this.video = video;
        this.limits = limits;
        this.threads = threads;
        whole = FrameReader.open(source, video, limits, threads);
        picture = video.newPicture();
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Compares a part with the video.
     *
     * @param part what {@link PartCutter} said of it
     * @param file its bytes
     * @throws MediaException if a frame is not the same, or damaged
     * @throws IOException if one of both cannot be read now, but perhaps later
     */
    public void check(VideoPart part, MediaSource file) throws IOException {
        known.headMap(part.first()).clear();
        try (FrameReader frames = FrameReader.open(file, part, video, limits, threads)) {
            for (int frame = part.first(); frame < part.end(); frame++) {
                if (!Arrays.equals(hash(frames, frame), ofVideo(frame))) {
                    throw new MediaException(
                            source.name() + ": frame " + frame + " is another one when it is decoded from"
                                    + " a part that begins at the key frame " + part.key());
                }
            }
        }
    }

    private byte[] ofVideo(int frame) {
        byte[] hash = known.get(frame);
        if (hash == null) {
            if (frame != next) {
                whole.seek(frame);
            }
            hash = hash(whole, frame);
            next = frame + 1;
            known.put(frame, hash);
        }
        return hash;
    }

    private byte[] hash(FrameReader frames, int frame) {
        frames.read(picture);
        if (picture.damaged()) {
            throw new MediaException(source.name() + ": frame " + frame
                    + " is damaged, and shows what its decoder makes" + " of it, which depends on where it begins");
        }
        digest.update(picture.data().duplicate());
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(picture.pts()).flip());
        return digest.digest(picture.captions());
    }

    @Override
    public void close() {
        whole.close();
    }
}
