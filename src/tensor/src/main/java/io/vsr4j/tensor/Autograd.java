package io.vsr4j.tensor;

import ai.djl.pytorch.jni.JniUtils;

/**
 * Whether operations of the calling thread record a graph for gradients. PyTorch keeps this per thread and has it on in
 * a new thread, so every piece of work that must not record says so itself:
 *
 * <pre>{@code
 * try (Autograd off = Autograd.off()) {
 *     ... // nothing recorded, intermediates freed as soon as they are closed
 * }
 * }</pre>
 *
 * Close it in the thread that opened it.
 */
public final class Autograd implements AutoCloseable {
    private final boolean before;

    private Autograd(boolean record) {
        TorchEngine.start();
        before = JniUtils.isGradMode();
        JniUtils.setGradMode(record);
    }

    /** {@return a scope in which nothing is recorded} */
    public static Autograd off() {
        return new Autograd(false);
    }

    /** {@return a scope in which operations on arrays that require gradients are recorded} */
    public static Autograd on() {
        return new Autograd(true);
    }

    /** {@return whether the calling thread records} */
    public static boolean recording() {
        TorchEngine.start();
        return JniUtils.isGradMode();
    }

    /** Restores what was set before. */
    @Override
    public void close() {
        JniUtils.setGradMode(before);
    }
}
