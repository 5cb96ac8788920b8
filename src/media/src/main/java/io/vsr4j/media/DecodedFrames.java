package io.vsr4j.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Frames of one stream as the decoder shows them, from the start or from a key frame on. */
final class DecodedFrames implements AutoCloseable {
    private final MediaSource source;
    private final MediaLimits limits;
    private final int stream;
    private final int threads;
    private Demuxer demuxer;
    private VideoDecoder decoder;
    private boolean fresh;
    private int failures;

    DecodedFrames(MediaSource source, MediaLimits limits, int stream, int threads) throws IOException {
        this.source = source;
        this.limits = limits;
        this.stream = stream;
        this.threads = threads;
        open();
    }

    /** {@return the next frame in display order, valid until the next call, or null at the end} */
    AVFrame next() {
        fresh = false;
        return decoder.next();
    }

    /** {@return errors of the decoder so far} */
    int failures() {
        return failures + decoder.failures();
    }

    Demuxer demuxer() {
        return demuxer;
    }

    /** Goes to the very start: opened anew, so that nothing read so far can make a difference. */
    void begin() {
        if (fresh) {
            return;
        }
        close();
        try {
            open();
        } catch (IOException e) {
            throw new UncheckedIOException(source.name() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Goes to a key frame, by seeking or, where that does not find it, by reading from the start.
     *
     * @param index times and key frames
     * @param key position in {@link FrameIndex#keys}; 0 is the start of the file
     */
    void begin(FrameIndex index, int key) {
        if (key > 0) {
            fresh = false;
            decoder.flush();
            if (demuxer.seek(index, key)) {
                return;
            }
            begin();
            if (demuxer.find(index.pts()[index.keys()[key]], false)) {
                fresh = false;
                return;
            }
            fresh = false;
        }
        begin();
    }

    private void open() throws IOException {
        demuxer = Demuxer.open(source, limits);
        try {
            if (stream >= demuxer.context().nb_streams()) {
                throw new MediaException(source.name() + ": has no stream " + stream + " any more; probe it again");
            }
            demuxer.select(stream);
            decoder = new VideoDecoder(demuxer, limits, threads);
        } catch (RuntimeException e) {
            demuxer.close();
            throw e;
        }
        fresh = true;
    }

    @Override
    public void close() {
        if (decoder != null) {
            failures += decoder.failures();
            decoder.close();
            decoder = null;
            demuxer.close();
        }
    }
}
