package io.vsr4j.models.ultravsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.Placement;
import io.vsr4j.models.ShotMeasure;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** UltraVSR with a weights folder in memory. */
final class UltraVsrModel implements VsrModel {
    /** Pixels of the result in a micro-batch, above which a frame goes alone. */
    private static final long BATCH_PIXELS = 1 << 18;

    private final ModelCard card;
    private final String fingerprint;
    private final UltraVsrNetworks networks;
    private final ShotMeasure degradation;
    private final NDManager manager;
    private final NDArray text;

    UltraVsrModel(ModelCard card, WeightsFolder folder, ModelOptions options) throws IOException {
        Device device = options.device();
        this.card = card;
        UltraVsrFolder files = new UltraVsrFolder(folder);
        manager = TorchEngine.newManager(device);
        // First, so that the text encoder is gone before the other networks come.
        try (NDArray exact = files.prompt(manager, options.prompt())) {
            text = Torch.to(exact, options.dtype()).duplicate();
        }
        manager.cap();
        fingerprint = files.fingerprint(options.prompt());
        degradation = files.degradation(device);
        networks = files.networks(device, options.dtype());
    }

    /** {@return frames of some size that make a micro-batch} */
    static int batch(long width, long height) {
        return (int) Math.max(1, BATCH_PIXELS / (16 * width * height));
    }

    @Override
    public ModelCard card() {
        return card;
    }

    @Override
    public int scale() {
        return card.defaultScale();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public Optional<ShotMeasure> shotMeasure() {
        return Optional.of(degradation);
    }

    @Override
    public NDArray restore(NDArray frames, Placement at) {
        card.requireWindow(frames);
        try (Autograd off = Autograd.off()) {
            List<Float> shot = at.shot().isEmpty() ? degradation.of(frames) : at.shot();
            int batch = batch(frames.getShape().get(3), frames.getShape().get(2));
            return networks.asynchronously(frames, text, new Drs(shot.get(0)), batch);
        }
    }

    @Override
    public void close() {
        networks.close();
        degradation.close();
        manager.close();
    }
}
