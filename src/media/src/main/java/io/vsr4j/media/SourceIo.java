package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.presets.avutil.AVERROR_EIO;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** FFmpeg's input, read from a channel. */
final class SourceIo implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int SEEK_SET = 0;
    private static final int SEEK_CUR = 1;
    private static final int SEEK_END = 2;

    // JavaCPP has few slots for functions that C may call, so one pair serves all; FFmpeg hands back which one is
    // meant.
    private static final Map<Long, SourceIo> OPEN = new ConcurrentHashMap<>();
    private static final AtomicLong LAST = new AtomicLong();
    private static final Read READ = new Read();
    private static final Seek SEEK = new Seek();

    private final long id = LAST.incrementAndGet();
    private final SeekableByteChannel channel;
    private final long size;
    private final AVIOContext context;
    private Exception failure;

    SourceIo(MediaSource source) throws IOException {
        channel = source.open();
        size = channel.size();
        OPEN.put(id, this);
        BytePointer buffer = new BytePointer(av_malloc(BUFFER_BYTES));
        context = avio_alloc_context(buffer, BUFFER_BYTES, 0, new Handle(id), READ, null, SEEK);
    }

    AVIOContext context() {
        return context;
    }

    /** {@return size of the source in bytes} */
    long size() {
        return size;
    }

    /** Throws what reading the channel threw: FFmpeg takes it for the end of the file. */
    void check() throws IOException {
        if (failure != null) {
            throw new IOException("reading failed: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        OPEN.remove(id);
        av_free(context.buffer()); // FFmpeg may have replaced the one it was given
        avio_context_free(context);
        try {
            channel.close();
        } catch (IOException e) {
            // It was only read.
        }
    }

    private int read(BytePointer into, int length) {
        try {
            ByteBuffer buffer = into.capacity(length).asByteBuffer();
            int read = channel.read(buffer);
            return read > 0 ? read : AVERROR_EOF;
        } catch (IOException | RuntimeException e) {
            return failed(e);
        }
    }

    private long seek(long offset, int whence) {
        try {
            long from =
                    switch (whence & 0xff) {
                        case SEEK_SET -> 0;
                        case SEEK_CUR -> channel.position();
                        case SEEK_END -> size;
                        default -> -1;
                    };
            if ((whence & AVSEEK_SIZE) != 0) {
                return size;
            }
            long to = from + offset;
            if (from < 0 || to < 0) {
                return AVERROR_EIO();
            }
            channel.position(to);
            return to;
        } catch (IOException | RuntimeException e) {
            return failed(e);
        }
    }

    /** Keeps what was thrown: it must not pass through C. */
    private int failed(Exception e) {
        failure = e;
        return AVERROR_EIO();
    }

    /** An address that is never followed: a number for FFmpeg to keep. */
    private static final class Handle extends Pointer {
        Handle(long id) {
            address = id;
        }
    }

    private static final class Read extends Read_packet_Pointer_BytePointer_int {
        @Override
        public int call(Pointer handle, BytePointer into, int length) {
            SourceIo io = OPEN.get(handle.address());
            return io == null ? AVERROR_EIO() : io.read(into, length);
        }
    }

    private static final class Seek extends Seek_Pointer_long_int {
        @Override
        public long call(Pointer handle, long offset, int whence) {
            SourceIo io = OPEN.get(handle.address());
            return io == null ? AVERROR_EIO() : io.seek(offset, whence);
        }
    }
}
