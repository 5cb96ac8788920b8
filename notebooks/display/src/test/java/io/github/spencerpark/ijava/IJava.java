package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.BaseKernel;

/** Where IJava's kernel is found; the program itself is in no Maven repository. */
public final class IJava {
    /** The kernel that runs, or null. */
    public static BaseKernel instance;

    private IJava() {}

    /** {@return the kernel that runs, or null} */
    public static BaseKernel getKernelInstance() {
        return instance;
    }
}
