package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Reads what {@link ChunkWriter} wrote, and refuses a file that is not whole. */
final class ChunkReader implements AutoCloseable {
    private static final int MOST_HEADER_BYTES = 4 << 20;

    private final Path path;
    private final FileChannel file;
    private final long size;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer small = ByteBuffer.allocateDirect(64);
    private final byte[] headerBytes;
    private final ChunkHeader header;
    private int frames;
    private int captionsLost;

    ChunkReader(Path path) throws IOException {
        this.path = path;
        try {
            file = FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new BrokenOutputException("chunk " + path + " is missing");
        }
        size = file.size();
        try {
            headerBytes = readHeader();
            header = ChunkHeader.of(headerBytes);
        } catch (EOFException e) {
            file.close();
            throw broken("it is cut off in its header");
        } catch (IllegalArgumentException e) {
            file.close();
            throw broken(e.getMessage());
        } catch (IOException | BrokenOutputException e) {
            file.close();
            throw e;
        }
    }

    private byte[] readHeader() throws IOException {
        byte[] magic = new byte[ChunkWriter.MAGIC.length];
        read(ByteBuffer.wrap(magic));
        if (!Arrays.equals(magic, ChunkWriter.MAGIC)) {
            throw broken("it does not begin as a chunk");
        }
        int length = fill(4).getInt();
        if (length < 0 || length > MOST_HEADER_BYTES) {
            throw broken("its header says " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        read(ByteBuffer.wrap(bytes));
        return bytes;
    }

    ChunkHeader header() {
        return header;
    }

    boolean joins(ChunkReader other) {
        return Arrays.equals(headerBytes, other.headerBytes);
    }

    /** {@return frames without their captions; known when {@link #next} or {@link #skip} came to the end} */
    int captionsLost() {
        return captionsLost;
    }

    /** {@return time of the next packet without reading it, or {@code AV_NOPTS_VALUE} at the end} Leaves the checksum. */
    long skip() throws IOException {
        ByteBuffer entry = entry();
        if (entry == null) {
            return AV_NOPTS_VALUE;
        }
        long pts = entry.getLong();
        entry.getInt();
        file.position(file.position() + length(entry.getInt()));
        return pts;
    }

    /** Reads the next packet, or at the end checks the checksum and gives false. */
    boolean next(AVPacket into) throws IOException {
        ByteBuffer entry = entry();
        if (entry == null) {
            long expected = crc.getValue();
            if (fill(8).getLong() != expected) {
                throw broken("its checksum does not match");
            }
            return false;
        }
        long pts = entry.getLong();
        int flags = entry.getInt();
        int length = length(entry.getInt());
        Ffmpeg.check(av_new_packet(into, length), "a packet of " + length + " bytes");
        into.pts(pts).dts(AV_NOPTS_VALUE).flags(flags);
        read(into.data().capacity(length).asByteBuffer());
        return true;
    }

    private ByteBuffer entry() throws IOException {
        try {
            byte kind = fill(1).get();
            if (kind == ChunkWriter.PACKET) {
                frames++;
                return fill(ChunkWriter.PACKET_BYTES - 1);
            }
            if (kind != ChunkWriter.END) {
                throw broken("there is an entry of kind " + kind);
            }
            ByteBuffer end = fill(8);
            int said = end.getInt();
            captionsLost = end.getInt();
            if (said != frames || file.position() + 8 != size) {
                throw broken("it ends after " + frames + " frames where it says " + said);
            }
            return null;
        } catch (EOFException e) {
            throw broken("it is cut off after " + frames + " frames");
        }
    }

    private int length(int length) throws IOException {
        if (length < 0 || length > size - file.position() - ChunkWriter.END_BYTES) {
            throw broken("it is cut off after " + (frames - 1) + " frames");
        }
        return length;
    }

    private ByteBuffer fill(int bytes) throws IOException {
        small.clear().limit(bytes);
        read(small);
        return small.flip();
    }

    private void read(ByteBuffer into) throws IOException {
        int start = into.position();
        while (into.hasRemaining()) {
            if (file.read(into) < 0) {
                throw new EOFException(path.toString());
            }
        }
        crc.update(into.duplicate().position(start));
    }

    private BrokenOutputException broken(String why) {
        return new BrokenOutputException("chunk " + path + " is damaged: " + why);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
