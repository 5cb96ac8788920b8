package io.vsr4j.quality.evaluate;

import io.vsr4j.media.FrameSink;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Frames that wait in a file as they are, byte for byte: so a model is timed without the metrics, and long clips take no
 * memory. The file has no name, and is gone when the spool is closed or the process ends.
 */
public final class FrameSpool implements AutoCloseable {
    private final FileChannel file;
    private int frames;

    /**
     * @param folder where there is room
     * @throws IOException if it cannot be written to
     */
    public FrameSpool(Path folder) throws IOException {
        Path path = Files.createTempFile(folder, "frames-", ".raw");
        file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Files.delete(path); // its bytes stay as long as it is open, and no longer however the process ends
    }

    /** {@return what puts frames in, at the end; closing it does nothing} */
    public FrameSink sink() {
        return new FrameSink() {
            @Override
            public void write(Picture picture) throws IOException {
                ByteBuffer bytes = picture.data().duplicate().rewind();
                long at = (long) frames * bytes.remaining();
                while (bytes.hasRemaining()) {
                    at += file.write(bytes, at);
                }
                frames++;
            }

            @Override
            public void finish() {}

            @Override
            public void close() {}
        };
    }

    /**
     * {@return the frames, from the first on; closing it does nothing}
     *
     * @param video what was put in: as many frames, of that layout and size
     */
    public FrameSource source(VideoInfo video) {
        if (video.frames().count() != frames) {
            throw new IllegalStateException(
                    "there are " + frames + " frames, not " + video.frames().count());
        }
        return new Source(video);
    }

    /** {@return the same; closing it closes the spool} */
    FrameSource owned(VideoInfo video) {
        return new Source(video) {
            @Override
            public void close() {
                try {
                    FrameSpool.this.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private class Source implements FrameSource {
        private final VideoInfo video;
        private int next;

        Source(VideoInfo video) {
            this.video = video;
        }

        @Override
        public VideoInfo video() {
            return video;
        }

        @Override
        public void seek(int frame) {
            next = frame;
        }

        @Override
        public void read(Picture into) {
            ByteBuffer bytes = into.data().duplicate().rewind();
            long at = (long) next * bytes.remaining();
            try {
                while (bytes.hasRemaining()) {
                    int count = file.read(bytes, at);
                    if (count < 0) {
                        throw new IOException("frame " + next + " is missing from the file of waiting frames");
                    }
                    at += count;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            into.pts(video.frames().pts()[next]);
            next++;
        }

        @Override
        public void close() {}
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
