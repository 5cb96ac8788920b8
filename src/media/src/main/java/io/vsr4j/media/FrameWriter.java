package io.vsr4j.media;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Encodes the frames of one chunk into a file of its own, from which {@link Joiner} takes them. The first frame is a key
 * frame and nothing refers across the ends, so chunks may be encoded anywhere, in any order; equal pictures and settings
 * give an equal file.
 *
 * <p>The file is written under a temporary name and appears under its own when {@link #finish} has made it durable.
 */
public final class FrameWriter implements FrameSink {
    private final Path chunk;
    private final Path part;
    private final Encoder encoder;
    private final ChunkWriter log;
    private final boolean keepsCaptions;
    private int taken;
    private long lastPts = Long.MIN_VALUE;
    private int captionsLost;
    private boolean closed;

    /**
     * Opens the encoder and the file.
     *
     * @param chunk the file to write; one of that name is replaced
     * @param video the pictures
     * @param settings how to encode them
     * @throws MediaException if the encoder cannot take such pictures
     * @throws IOException if the file cannot be written
     */
    public FrameWriter(Path chunk, OutputVideo video, EncodeSettings settings) throws IOException {
        this.chunk = chunk;
        Publish.checkTarget(chunk, true);
        part = Publish.partOf(chunk);
        encoder = VideoEncoders.open(video, settings);
        keepsCaptions = settings.codec() == Codec.H264 || settings.codec() == Codec.H265;
        try {
            log = new ChunkWriter(part, ChunkHeader.of(encoder.context(), video));
        } catch (IOException e) {
            encoder.close();
            Publish.discard(part);
            throw failed(e);
        }
    }

    @Override
    public void write(Picture picture) throws IOException {
        if (picture.pts() <= lastPts) {
            throw new IllegalArgumentException("presentation times must increase, got " + picture.pts() + " after "
                    + lastPts + " for " + chunk.getFileName());
        }
        lastPts = picture.pts();
        taken++;
        if (!keepsCaptions && picture.captions().length > 0) {
            captionsLost++;
        }
        try {
            encoder.encode(picture, log::add);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void finish() throws IOException {
        try {
            encoder.flush(log::add);
            if (log.frames() != taken) {
                throw new BrokenOutputException("the encoder gave " + log.frames() + " frames of the " + taken
                        + " written to " + chunk.getFileName());
            }
            log.end(captionsLost);
            log.close();
            Publish.move(part, chunk, true);
        } catch (IOException e) {
            throw failed(e);
        }
        close();
    }

    private IOException failed(IOException e) {
        return new IOException("cannot write " + chunk + ": " + Publish.reason(e), e);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        encoder.close();
        try {
            log.close();
        } catch (IOException e) {
            // The file is deleted next, or is published already.
        }
        Publish.discard(part);
    }
}
