package io.vsr4j.functions;

import ai.djl.ndarray.NDManager;
import io.vsr4j.functions.weights.WeightsFolders;
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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the model that was used last, so that a worker loads weights once and not for each chunk. One at a time uses it. */
public final class ModelCache implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelCache.class);
    private static final String EXACT = "f32";

    private final FunctionsConfig config;
    private final WeightsFolders folders;
    private final Opener opener;
    private final ReentrantLock inUse = new ReentrantLock();
    private Wanted opened;
    private VsrModel model;
    private NDManager manager;

    private VsrModel exact;

    private record Wanted(String id, int scale, String dtype, Optional<Path> weights, Optional<String> prompt) {}

    /** Opens models. */
    @FunctionalInterface
    public interface Opener {
        /** {@return a model, as {@link ModelRegistry#open}} */
        VsrModel open(String id, int scale, ModelOptions options);
    }

    /** @param service where weights lie, and the device */
    public ModelCache(Service service) {
        this(service, ModelRegistry::open);
    }

    /**
     * @param service where weights lie, and the device
     * @param opener opens models that the registry has a card of
     */
    public ModelCache(Service service, Opener opener) {
        config = service.config();
        folders = service.weights();
        this.opener = opener;
    }

    /** The model while it is used. */
    public final class Use implements AutoCloseable {
        /** {@return the model} */
        public VsrModel model() {
            return model;
        }

        /** {@return what gives the same in single precision, for windows that overflow in fewer bits} */
        public Optional<Supplier<VsrModel>> exact() {
            return opened.dtype().equals(EXACT) ? Optional.empty() : Optional.of(ModelCache.this::openExact);
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
     * @throws IOException if they cannot be fetched
     */
    public Use open(UpscaleSettings settings) throws IOException {
        ModelCard card = ModelRegistry.card(settings.network().model());
        return open(new Wanted(
                card.id(),
                card.scaleFor(settings.network().scale().orElse(card.defaultScale())),
                settings.network().dtype(card).computeName(),
                folders.of(settings.network().weights()),
                settings.network().prompt()));
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
                folders.of(Optional.ofNullable(config.weights().get(plan.model().id()))),
                Optional.of(plan.model().prompt()).filter(prompt -> !prompt.isEmpty())));
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
                model = open(wanted, wanted.dtype());
                manager = TorchEngine.newManager(TorchEngine.device(config.device()));
                opened = wanted;
                LOG.info("model {}, weights {}", wanted.id(), model.fingerprint());
            }
            return new Use();
        } catch (RuntimeException | Error e) {
            inUse.unlock();
            throw e;
        }
    }

    private VsrModel open(Wanted wanted, String dtype) {
        ModelOptions options = new ModelOptions(
                wanted.weights(),
                TorchEngine.device(config.device()),
                DType.ofCompute(dtype),
                config.offload(),
                wanted.prompt());
        return opener.open(wanted.id(), wanted.scale(), options);
    }

    private VsrModel openExact() {
        if (exact == null) {
            exact = open(opened, EXACT);
        }
        return exact;
    }

    private void free() {
        opened = null;
        if (exact != null) {
            exact.close();
            exact = null;
        }
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
