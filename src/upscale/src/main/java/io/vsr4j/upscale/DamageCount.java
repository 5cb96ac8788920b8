package io.vsr4j.upscale;

import io.vsr4j.media.FrameSink;
import io.vsr4j.media.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Counts the frames of one chunk that come from damaged frames of the source, and keeps the number in a file beside the
 * chunk. Each frame belongs to one chunk, so the numbers add up, whichever run made the chunk and however often
 * neighbours read the frame.
 */
final class DamageCount implements FrameSink {
    private final FrameSink sink;
    private final Path file;
    private int damaged;

    /**
     * @param sink takes the frames
     * @param file keeps the number
     */
    DamageCount(FrameSink sink, Path file) {
        this.sink = sink;
        this.file = file;
    }

    /** {@return the number that was kept, 0 if there is none} */
    static int of(Path file) throws IOException {
        try {
            return Integer.parseInt(Files.readString(file));
        } catch (NoSuchFileException e) {
            return 0;
        } catch (NumberFormatException e) {
            throw new IOException(file + " is damaged: it holds no number; delete its folder to start over", e);
        }
    }

    @Override
    public void write(Picture picture) throws IOException {
        sink.write(picture);
        damaged += picture.damaged() ? 1 : 0;
    }

    /** The number comes first: where there is a chunk, there is its number. */
    @Override
    public void finish() throws IOException {
        Files.writeString(
                file,
                Integer.toString(damaged),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        sink.finish();
    }

    @Override
    public void close() {
        sink.close();
    }
}
