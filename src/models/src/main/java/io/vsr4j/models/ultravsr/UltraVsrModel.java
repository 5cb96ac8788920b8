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
import io.vsr4j.models.text.PromptFile;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** UltraVSR with a weights folder in memory. */
final class UltraVsrModel implements VsrModel {
    /** Pixels of the result in a micro-batch, above which a frame goes alone. */
    static final long BATCH_PIXELS = 1 << 18;

    private final ModelCard card;
    private final String fingerprint;
    private final UltraVsrNetworks networks;
    private final ShotMeasure measure;
    private final Optional<Dem> dem;
    private final NDManager manager;
    private final NDArray text;

    UltraVsrModel(ModelCard card, WeightsFolder folder, ModelOptions options) throws IOException {
        Device device = options.device();
        this.card = card;
        UltraVsrFolder files = new UltraVsrFolder(folder);
        fingerprint = files.fingerprint();
        manager = TorchEngine.newManager(device);
        networks = files.networks(device, options.dtype());
        PromptFile prompt = files.prompt(manager, networks.unet().config().textWidth());
        try (NDArray stored = prompt.embedding()) {
            text = Torch.to(stored, options.dtype()).duplicate();
        }
        manager.cap();
        dem = files.dem(device);
        List<Float> constant = dem.isPresent() ? List.of() : List.of((float) files.degradationFactor());
        measure = dem.isPresent() ? dem.get() : frames -> constant;
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
        return Optional.of(measure);
    }

    @Override
    public NDArray restore(NDArray frames, Placement at) {
        card.requireWindow(frames);
        try (Autograd off = Autograd.off()) {
            List<Float> shot = at.shot().isEmpty() ? measure.of(frames) : at.shot();
            long pixels = 16 * frames.getShape().get(2) * frames.getShape().get(3);
            int batch = (int) Math.max(1, BATCH_PIXELS / pixels);
            return networks.asynchronously(frames, text, new Drs(shot.get(0)), batch);
        }
    }

    @Override
    public void close() {
        networks.close();
        dem.ifPresent(Dem::close);
        manager.close();
    }
}
