package io.vsr4j.functions.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Reads an object block by block. Blocks grow while it is read in order, so that few requests are sent, and are small after
 * a jump, so that little is read for nothing.
 */
final class ObjectChannel implements SeekableByteChannel {
    private static final int LEAST_BLOCK = 1 << 18;
    private static final int MOST_BLOCK = 1 << 23;

    private final ObjectSource source;
    private byte[] block = new byte[0];
    private long blockStart;
    private long position;
    private boolean open = true;

    ObjectChannel(ObjectSource source) {
        this.source = source;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        if (position >= source.bytes()) {
            return -1;
        }
        if (position < blockStart || position >= blockStart + block.length) {
            fetch();
        }
        int at = (int) (position - blockStart);
        int count = Math.min(into.remaining(), block.length - at);
        into.put(block, at, count);
        position += count;
        return count;
    }

    private void fetch() throws IOException {
        boolean inOrder = block.length > 0 && position == blockStart + block.length;
        long length = inOrder ? Math.min(2L * block.length, MOST_BLOCK) : LEAST_BLOCK;
        length = Math.min(length, source.bytes() - position);
        long last = position + length - 1;
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(source.store().bucket())
                .key(source.key())
                .versionId(source.versionId().orElse(null))
                .ifMatch(source.eTag())
                .range("bytes=" + position + "-" + last)
                .build();
        try (InputStream in = source.store().client().getObject(request)) {
            byte[] read = in.readNBytes((int) length);
            if (read.length != length) {
                throw new IOException("got " + read.length + " bytes of " + length);
            }
            block = read;
            blockStart = position;
        } catch (S3Exception e) {
            if (e.statusCode() == 412 || e.statusCode() == 404) {
                throw new SourceChangedException(source.name()
                        + (e.statusCode() == 404 ? " was deleted" : " was replaced")
                        + " while its job was at work; put it again to start a new job");
            }
            throw failed(e);
        } catch (SdkException | IOException e) {
            throw failed(e);
        }
    }

    private IOException failed(Exception e) {
        return new IOException("cannot read " + source.name() + " at " + position + ": " + e.getMessage(), e);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return source.bytes();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        block = new byte[0];
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new NonWritableChannelException();
    }
}
