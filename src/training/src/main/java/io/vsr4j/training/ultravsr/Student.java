package io.vsr4j.training.ultravsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.ultravsr.Drs;
import io.vsr4j.models.ultravsr.LoraTargets;
import io.vsr4j.models.ultravsr.RtsNetwork;
import io.vsr4j.models.ultravsr.UltraVsrFolder;
import io.vsr4j.models.ultravsr.UltraVsrNetworks;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Weights;
import io.vsr4j.training.TrainedFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The one-step model that is trained. It learns the low-rank changes of UNet and encoder and the temporal units of UNet and
 * decoder; Stable Diffusion's own weights and CLIP-IQA stay as they are (section 4.1.2).
 */
final class Student {
    private static final String UNET_CHANGES = UltraVsrFolder.UNET + UltraVsrFolder.LORA;
    private static final String VAE_CHANGES = UltraVsrFolder.VAE + UltraVsrFolder.LORA;

    private final UltraVsrFolder folder;
    private final DType dtype;
    private final UltraVsrNetworks networks;
    private final LowRank unet;
    private final LowRank encoder;
    private final Masters units;

    /**
     * @param folder where it begins
     * @param base Stable Diffusion's weights
     * @param owner owns what is learned
     * @param dtype what is computed in
     */
    Student(UltraVsrFolder folder, Base base, NDManager owner, DType dtype) throws IOException {
        this.folder = folder;
        this.dtype = dtype;
        networks = new UltraVsrNetworks(
                new AutoencoderKl(folder.vae()),
                new UNet2DConditionModel(folder.unet()),
                new RtsNetwork(folder.units()));
        unet = new LowRank(
                base.unet(),
                learned(
                        owner,
                        UNET_CHANGES,
                        LoraTargets.unet(networks.unet().parameters().shapes())),
                folder.alpha(UltraVsrFolder.UNET));
        encoder = new LowRank(
                base.vae(),
                learned(
                        owner,
                        VAE_CHANGES,
                        LoraTargets.encoder(networks.vae().parameters().shapes())),
                folder.alpha(UltraVsrFolder.VAE));
        units = learned(owner, UltraVsrFolder.RTS, networks.rts().parameters().shapes());
    }

    private Masters learned(NDManager owner, String component, Map<String, Shape> shapes) throws IOException {
        try (Weights weights = folder.folder().weights(component)) {
            return Masters.learned(owner, weights::load, shapes);
        }
    }

    /** {@return what is learned, by name} */
    Map<String, NDArray> learned() {
        Map<String, NDArray> all = new LinkedHashMap<>();
        byComponent()
                .forEach((component, tensors) ->
                        tensors.forEach((name, tensor) -> all.put(component + '.' + name, tensor)));
        return all;
    }

    private Map<String, Map<String, NDArray>> byComponent() {
        Map<String, Map<String, NDArray>> components = new LinkedHashMap<>();
        components.put(UNET_CHANGES, unet.factors().tensors());
        components.put(VAE_CHANGES, encoder.factors().tensors());
        components.put(UltraVsrFolder.RTS, units.tensors());
        return components;
    }

    /**
     * Restores a clip, as {@link UltraVsrNetworks#forward} does.
     *
     * @param clip {@code [T, 3, h, w]}, RGB, 0 to 1
     * @param text features of the prompt, in the type that is computed in
     * @param drs how degraded the clip is
     * @return {@code [T, 3, 4 h, 4 w]}, about 0 to 1
     */
    NDArray forward(NDArray clip, NDArray text, Drs drs) {
        return Scopes.within(clip.getManager(), scope -> {
            Lent lent = new Lent(dtype, Map.of(networks.vae(), encoder, networks.unet(), unet, networks.rts(), units));
            return lent.during(scope, () -> networks.forward(Scopes.borrow(scope, clip), text, drs));
        });
    }

    /** Writes the folder as it is now. */
    void save(Path target) throws IOException {
        TrainedFolder.write(folder.folder(), byComponent(), target);
    }
}
