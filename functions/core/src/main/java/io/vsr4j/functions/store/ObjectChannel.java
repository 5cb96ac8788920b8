package io.vsr4j.functions.store;

import java.io.IOException;
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
    private static final int TRIES = 3;

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
        for (int tries = 1; ; tries++) {
            try {
                block = new Range(position, (int) length).get(source.store().client(), object());
                blockStart = position;
                return;
            } catch (S3Exception e) {
                if (e.statusCode() == 412 || e.statusCode() == 404) {
                    throw new SourceChangedException(source.name()
                            + (e.statusCode() == 404 ? " was deleted" : " was replaced")
                            + " while its job was at work; put it again to start a new job");
                }
                throw NotNowException.unlessRefused(what(), e);
            } catch (SdkException e) {
                throw NotNowException.unlessRefused(what(), e);
            } catch (IOException e) {
                // The client sends requests again, but not when an answer breaks off.
                if (tries == TRIES) {
                    throw new NotNowException(what() + ": " + e.getMessage(), e);
                }
            }
        }
    }

    private GetObjectRequest.Builder object() {
        return GetObjectRequest.builder()
                .bucket(source.store().bucket())
                .key(source.key())
                .versionId(source.versionId().orElse(null))
                .ifMatch(source.eTag());
    }

    private String what() {
        return "cannot read " + source.name() + " at " + position;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        if (newPosition < 0) {
            throw new IllegalArgumentException("a position must be 0 or more, got " + newPosition);
        }
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
