package io.vsr4j.upscale;

import io.vsr4j.models.VsrModel;
import java.util.function.Supplier;

/** A model that is opened when it is first asked for, and closed if it was. */
final class LazyModel implements Supplier<VsrModel>, AutoCloseable {
    private final Supplier<VsrModel> opener;
    private VsrModel model;

    LazyModel(Supplier<VsrModel> opener) {
        this.opener = opener;
    }

    @Override
    public VsrModel get() {
        if (model == null) {
            model = opener.get();
        }
        return model;
    }

    @Override
    public void close() {
        if (model != null) {
            model.close();
        }
    }
}
