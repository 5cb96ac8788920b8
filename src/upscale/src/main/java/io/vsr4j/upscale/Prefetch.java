package io.vsr4j.upscale;

import io.vsr4j.media.FrameSource;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Reads frames on a thread of its own, a few ahead of whoever uses them, into pictures that are used again and again. */
public final class Prefetch implements AutoCloseable {
    private static final int AHEAD = 4;

    private final BlockingQueue<Picture> free = new ArrayBlockingQueue<>(AHEAD);
    private final BlockingQueue<Object> ready = new ArrayBlockingQueue<>(AHEAD + 1);
    private final Thread thread;

    /**
     * Begins to read.
     *
     * @param source where the frames come from; used by this object alone until it is closed
     * @param from first frame
     * @param to frame after the last one
     */
    public Prefetch(FrameSource source, int from, int to) {
        VideoInfo video = source.video();
        for (int i = 0; i < Math.min(AHEAD, to - from); i++) {
            free.add(new Picture(video.format(), video.width(), video.height()));
        }
        thread = new Thread(() -> read(source, from, to), "vsr-decode");
        thread.setDaemon(true);
        thread.start();
    }

    private void read(FrameSource source, int from, int to) {
        try {
            source.seek(from);
            for (int frame = from; frame < to; frame++) {
                Picture picture = free.take();
                source.read(picture);
                ready.put(picture);
            }
        } catch (InterruptedException e) {
            // Closed early; nobody waits for the rest.
        } catch (Throwable e) {
            ready.add(e);
        }
    }

    /**
     * {@return the next frame} Give it back with {@link #recycle} when its samples are no longer needed.
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public Picture take() throws InterruptedException {
        Object next = ready.take();
        if (next instanceof Picture picture) {
            return picture;
        }
        throw Failures.rethrow((Throwable) next);
    }

    /** @param picture one that {@link #take} gave */
    public void recycle(Picture picture) {
        free.add(picture);
    }

    /** Stops reading and waits until the source is no longer used. */
    @Override
    public void close() {
        thread.interrupt();
        Failures.joinUninterruptibly(thread);
    }
}
