package io.vsr4j.upscale;

import io.vsr4j.media.BrokenOutputException;
import io.vsr4j.media.FrameSink;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PictureWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/**
 * The pictures of one chunk in a folder of their own, which appears when all are written, with a list of their checksums:
 * a picture that is cut off or changed afterwards is noticed.
 *
 * @param folder where they are
 * @param pattern their names, a number each
 * @param frames which frames they show
 */
record PictureChunk(Path folder, String pattern, Chunk frames) {
    private static final String CHECKSUMS = "checksums";

    /** {@return the picture of a frame} Numbers count from 1, as those of most programs do. */
    Path picture(int frame) {
        return folder.resolve(name(pattern, frame));
    }

    /** {@return what a pattern calls the picture of a frame} */
    static String name(String pattern, int frame) {
        return String.format(Locale.ROOT, pattern, frame + 1);
    }

    /** {@return what writes the pictures} */
    FrameSink sink(OutputVideo video) throws IOException {
        Path part = folder.resolveSibling("." + folder.getFileName() + ".part");
        Files.createDirectories(part);
        PictureWriter writer = new PictureWriter(part, pattern, frames.first() + 1, video, true);
        return new FrameSink() {
            @Override
            public void write(Picture picture) throws IOException {
                writer.write(picture);
            }

            @Override
            public void finish() throws IOException {
                writer.finish();
                Files.write(
                        part.resolve(CHECKSUMS),
                        new PictureChunk(part, pattern, frames).checksums(),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SYNC);
                Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }

    /** Refuses pictures that are not as they were written. */
    void check() throws IOException {
        List<String> found;
        List<String> expected;
        try {
            expected = Files.readAllLines(folder.resolve(CHECKSUMS));
            found = checksums();
        } catch (NoSuchFileException e) {
            throw damaged(e.getFile() + " is missing");
        }
        if (!expected.equals(found)) {
            throw damaged("the pictures do not match their checksums");
        }
    }

    private BrokenOutputException damaged(String why) {
        return new BrokenOutputException("chunk " + folder + " is damaged: " + why + "; delete that folder and resume");
    }

    private List<String> checksums() throws IOException {
        List<String> sums = new ArrayList<>(frames.frames());
        for (int frame = frames.first(); frame < frames.end(); frame++) {
            CRC32C crc = new CRC32C();
            try (InputStream in = new CheckedInputStream(Files.newInputStream(picture(frame)), crc)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            sums.add(Long.toHexString(crc.getValue()));
        }
        return sums;
    }
}
