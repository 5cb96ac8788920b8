package io.vsr4j.upscale;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.Picture;
import java.util.ArrayDeque;
import java.util.Deque;

/** The decoded frames that the current window needs, as tensors; each is decoded and converted once. */
final class SourceFrames {
    private final NDManager manager;
    private final Prefetch prefetch;
    private final PixelConverter converter;
    private final StageTimes times;
    private final Deque<Frame> held = new ArrayDeque<>();
    private int next;

    /** A frame, and what goes with it into the result. */
    record Frame(int index, NDArray rgb, byte[] captions, boolean damaged) {}

    SourceFrames(NDManager manager, Prefetch prefetch, PixelConverter converter, int from, StageTimes times) {
        this.manager = manager;
        this.prefetch = prefetch;
        this.converter = converter;
        this.next = from;
        this.times = times;
    }

    /** {@return the frames of a window, [n, 3, h, w], owned by {@code step}; windows come in order} */
    NDArray window(NDManager step, Window window) throws InterruptedException {
        while (!held.isEmpty() && held.peekFirst().index() < window.first()) {
            held.removeFirst().rgb().close();
        }
        while (next < window.end()) {
            long start = System.nanoTime();
            Picture picture = prefetch.take();
            times.add(StageTimes.Stage.WAIT_FOR_DECODER, start);
            if (next >= window.first()) {
                start = System.nanoTime();
                held.addLast(new Frame(next, converter.read(manager, picture), picture.captions(), picture.damaged()));
                times.add(StageTimes.Stage.CONVERT, start);
            }
            prefetch.recycle(picture);
            next++;
        }
        NDList frames = new NDList(window.frames());
        for (Frame frame : held) {
            if (frame.index() < window.end()) {
                frames.add(frame.rgb());
            }
        }
        NDArray stacked = frames.size() == 1 ? frames.get(0).duplicate() : NDArrays.concat(frames);
        stacked.attach(step);
        return stacked;
    }

    /** {@return a frame of the current window} */
    Frame get(int index) {
        for (Frame frame : held) {
            if (frame.index() == index) {
                return frame;
            }
        }
        throw new IllegalStateException("frame " + index + " is not held; next to be read is " + next);
    }
}
