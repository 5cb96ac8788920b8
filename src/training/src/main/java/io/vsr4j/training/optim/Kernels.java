package io.vsr4j.training.optim;

import io.vsr4j.tensor.TorchScript;

/** What is done with all tensors of a group in one native call. */
final class Kernels {
    static final TorchScript SCRIPT = TorchScript.resource(Kernels.class, "optim.ts.py");

    private Kernels() {}
}
