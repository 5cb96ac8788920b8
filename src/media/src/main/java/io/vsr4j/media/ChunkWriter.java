package io.vsr4j.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Writes encoded frames to a chunk file: a log of packets in coding order, ended by their number and a checksum.
 *
 * <p>No container serves here: they round times, refuse negative ones, or rewrite packets, and none says at its end that
 * it is whole. Layout, big endian: "VSRCHNK1", length and bytes of the {@link ChunkHeader}; for each packet 1, pts
 * (8 bytes), flags (4), length (4), bytes; then 2, frames (4), frames that lost their captions (4), CRC-32C of all
 * bytes before it (8).
 */
final class ChunkWriter implements AutoCloseable {
    static final byte[] MAGIC = {'V', 'S', 'R', 'C', 'H', 'N', 'K', '1'};
    static final byte PACKET = 1;
    static final byte END = 2;
    static final int PACKET_BYTES = 17;
    static final int END_BYTES = 17;

    private final FileChannel file;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer small = ByteBuffer.allocateDirect(64);
    private int frames;

    ChunkWriter(Path path, ChunkHeader header) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        byte[] bytes = header.toBytes();
        write(ByteBuffer.wrap(MAGIC));
        write(small.clear().putInt(bytes.length).flip());
        write(ByteBuffer.wrap(bytes));
    }

    void add(AVPacket packet) throws IOException {
        small.clear().put(PACKET).putLong(packet.pts()).putInt(packet.flags()).putInt(packet.size());
        write(small.flip());
        write(packet.data().capacity(packet.size()).asByteBuffer());
        frames++;
    }

    int frames() {
        return frames;
    }

    /** Ends the log; nothing can be added after it. */
    void end(int captionsLost) throws IOException {
        write(small.clear().put(END).putInt(frames).putInt(captionsLost).flip());
        write(small.clear().putLong(crc.getValue()).flip());
    }

    private void write(ByteBuffer bytes) throws IOException {
        crc.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
