package io.vsr4j.upscale;

import io.vsr4j.media.FrameSink;
import io.vsr4j.media.Picture;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/** Hands frames to a sink on a thread of its own, so that the encoder works while the network does. */
final class Postfeed implements AutoCloseable {
    private static final int BEHIND = 3;
    private static final Object END = new Object();

    private final BlockingQueue<Picture> free = new ArrayBlockingQueue<>(BEHIND);
    private final BlockingQueue<Object> ready = new ArrayBlockingQueue<>(BEHIND + 1);
    private final Thread thread;
    private volatile Throwable failure;

    /**
     * Begins to wait for frames.
     *
     * @param sink where the frames go; used by this object alone until it is closed
     * @param pictures makes a picture of the sink's layout and size
     * @param written called after each frame
     */
    Postfeed(FrameSink sink, Supplier<Picture> pictures, Runnable written) {
        for (int i = 0; i < BEHIND; i++) {
            free.add(pictures.get());
        }
        thread = new Thread(() -> write(sink, written), "vsr-encode");
        thread.setDaemon(true);
        thread.start();
    }

    private void write(FrameSink sink, Runnable written) {
        try {
            for (Object next = ready.take(); next != END; next = ready.take()) {
                Picture picture = (Picture) next;
                if (failure == null) {
                    write(sink, picture, written);
                }
                free.add(picture);
            }
            if (failure == null) {
                sink.finish();
            }
        } catch (InterruptedException e) {
            // Closed early; the sink is abandoned by its owner.
        } catch (Throwable e) {
            failure = e;
        }
    }

    /** A failed sink takes no more frames; the others are passed back so that the sender never waits for it. */
    private void write(FrameSink sink, Picture picture, Runnable written) {
        try {
            sink.write(picture);
            written.run();
        } catch (Throwable e) {
            failure = e;
        }
    }

    /**
     * {@return a picture to be filled and given to {@link #put}}
     *
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    Picture blank() throws InterruptedException {
        check();
        return free.take();
    }

    /** @param picture one that {@link #blank} gave, filled */
    void put(Picture picture) {
        ready.add(picture);
    }

    /** Waits until everything is written and the sink is finished. */
    void finish() {
        ready.add(END);
        Failures.joinUninterruptibly(thread);
        check();
    }

    private void check() {
        if (failure != null) {
            throw Failures.rethrow(failure);
        }
    }

    /** Stops without finishing the sink, if {@link #finish} was not called. */
    @Override
    public void close() {
        thread.interrupt();
        Failures.joinUninterruptibly(thread);
    }
}
