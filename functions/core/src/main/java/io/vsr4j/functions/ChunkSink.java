package io.vsr4j.functions;

import io.vsr4j.functions.store.NotNowException;
import io.vsr4j.media.EncodeSettings;
import io.vsr4j.media.FrameSink;
import io.vsr4j.media.FrameWriter;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.media.Picture;
import java.io.IOException;
import java.nio.file.Path;

/** Writes a chunk's file, and counts frames that come from damaged ones. */
final class ChunkSink implements FrameSink {
    private final FrameWriter writer;
    private int damaged;

    /** @throws NotNowException if the file cannot be written, as from all others */
    ChunkSink(Path file, OutputVideo video, EncodeSettings settings) throws IOException {
        writer = LocalDisk.use(() -> new FrameWriter(file, video, settings));
    }

    int damaged() {
        return damaged;
    }

    @Override
    public void write(Picture picture) throws IOException {
        LocalDisk.run(() -> writer.write(picture));
        damaged += picture.damaged() ? 1 : 0;
    }

    @Override
    public void finish() throws IOException {
        LocalDisk.run(writer::finish);
    }

    @Override
    public void close() {
        writer.close();
    }
}
