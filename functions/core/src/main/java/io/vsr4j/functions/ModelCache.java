package io.vsr4j.functions;

import ai.djl.ndarray.NDManager;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.VsrModel;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.upscale.UpscalePlan;
import io.vsr4j.upscale.UpscaleSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps the model that was used last, so that a worker loads weights once and not for each chunk. One at a time uses it. */
public final class ModelCache implements AutoCloseable {
    private final FunctionsConfig config;
    private final ReentrantLock inUse = new ReentrantLock();
    private Wanted opened;
    private VsrModel model;
    private NDManager manager;

    private record Wanted(String id, int scale, String dtype, Optional<Path> weights) {}

    /** @param config where weights lie, and the device */
    public ModelCache(FunctionsConfig config) {
        this.config = config;
    }

    /** The model while it is used. */
    public final class Use implements AutoCloseable {
        /** {@return the model} */
        public VsrModel model() {
            return model;
        }

        /** {@return parent of what is allocated, on the model's device} */
        public NDManager manager() {
            return manager;
        }

        @Override
        public void close() {
            inUse.unlock();
        }
    }

    /**
     * Opens the model that is asked for.
     *
     * @throws io.vsr4j.tensor.CheckpointException if there are no weights, or not this model's
     */
    public Use open(UpscaleSettings settings) {
        ModelCard card = ModelRegistry.card(settings.network().model());
        return open(new Wanted(
                card.id(),
                settings.network().scale().orElse(card.defaultScale()),
                settings.network().dtype(),
                settings.network().weights()));
    }

    /**
     * Opens the model that a plan names, and computes as the plan says.
     *
     * @throws IOException if this worker cannot obey the plan; another may
     */
    public Use open(UpscalePlan plan) throws IOException {
        String kind = config.device().startsWith("gpu") ? "gpu" : "cpu";
        if (!kind.equals(plan.run().device())) {
            throw new IOException("the plan is for a " + plan.run().device() + ", and this worker has a " + kind);
        }
        Use use = open(new Wanted(
                plan.model().id(),
                plan.model().scale(),
                plan.model().dtype(),
                Optional.ofNullable(config.weights().get(plan.model().id()))));
        String fingerprint = model.fingerprint();
        if (!fingerprint.equals(plan.model().weights())) {
            use.close();
            throw new IOException("the plan is for weights " + plan.model().weights() + " of model '"
                    + plan.model().id() + "', and this worker has " + fingerprint);
        }
        TorchEngine.setThreads(plan.run().threads());
        return use;
    }

    private Use open(Wanted wanted) {
        inUse.lock();
        try {
            if (!wanted.equals(opened)) {
                free();
                ModelOptions options = new ModelOptions(
                        wanted.weights(), TorchEngine.device(config.device()), DType.ofCompute(wanted.dtype()));
                model = ModelRegistry.open(wanted.id(), wanted.scale(), options);
                manager = TorchEngine.newManager(options.device());
                opened = wanted;
            }
            return new Use();
        } catch (RuntimeException | Error e) {
            inUse.unlock();
            throw e;
        }
    }

    private void free() {
        opened = null;
        if (manager != null) {
            manager.close();
            manager = null;
        }
        if (model != null) {
            model.close();
            model = null;
        }
    }

    @Override
    public void close() {
        inUse.lock();
        try {
            free();
        } finally {
            inUse.unlock();
        }
    }
}
