package io.vsr4j.training.adcvsr;

import io.vsr4j.tensor.TorchEngine;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Operations on tensors this small take longer with several threads, much longer on a busy machine. */
final class OneThread implements BeforeAllCallback, AfterAllCallback {
    private int before;

    @Override
    public void beforeAll(ExtensionContext context) {
        before = TorchEngine.threads();
        TorchEngine.setThreads(1);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        TorchEngine.setThreads(before);
    }
}
