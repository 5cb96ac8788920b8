package io.vsr4j.media;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of one media file, wherever they are. FFmpeg reads through it and through nothing else: no content of the
 * file can make it open another.
 */
public interface MediaSource {
    /** {@return what messages call it: a path, or {@code s3://bucket/key}} */
    String name();

    /**
     * Opens it for reading from the start. It may be opened more than once.
     *
     * @return a channel that knows its size and is closed by the caller
     * @throws IOException if it cannot be opened now, but perhaps later
     */
    SeekableByteChannel open() throws IOException;

    /**
     * A file of this machine.
     *
     * @param file a regular file that can be read
     * @return its bytes
     */
    static MediaSource of(Path file) {
        if (!Files.exists(file)) {
            throw new MediaException(file + ": there is no such file");
        }
        if (Files.isDirectory(file)) {
            throw new MediaException(file + ": is a folder, but one video file is needed; name a file in it");
        }
        if (!Files.isRegularFile(file)) {
            throw new MediaException(
                    file + ": is a pipe or a device, but only regular files can be read; save it first");
        }
        if (!Files.isReadable(file)) {
            throw new MediaException(file + ": may not be read by this user; change its permissions");
        }
        return new MediaSource() {
            @Override
            public String name() {
                return file.toString();
            }

            @Override
            public SeekableByteChannel open() throws IOException {
                return FileChannel.open(file, StandardOpenOption.READ);
            }
        };
    }
}
