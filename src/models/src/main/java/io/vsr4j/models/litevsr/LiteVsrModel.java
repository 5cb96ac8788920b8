package io.vsr4j.models.litevsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.sampler.CounterNoise;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Scopes;
import java.io.IOException;
import java.nio.file.Path;

/**
 * LiteVSR: the enlarged frames are encoded, the frozen video transformer walks from noise to a clean latent under their
 * guidance, and the clean latent is decoded.
 *
 * <pre>
 * z_LQ = E(bicubic(x))
 * z_1  = noise of the place in the video
 * z_0  = UniPC over v(z_t, t, c | A(z_LQ, z0_hat, t))     eq. 4
 * y    = D(z_0)
 * </pre>
 */
final class LiteVsrModel implements VsrModel {
    private final ModelCard card;
    private final LiteVsrNetworks networks;
    private final LiteVsrSampler sampler;
    private final LatentVideo video;
    private final String fingerprint;

    private LiteVsrModel(ModelCard card, LiteVsrNetworks networks, String fingerprint) {
        this.card = card;
        this.networks = networks;
        LiteVsrConfig config = networks.guided().modules().config();
        sampler = new LiteVsrSampler(config.steps(), config.shift());
        video = networks.video();
        this.fingerprint = fingerprint;
    }

    /**
     * Opens a weights folder.
     *
     */
    static LiteVsrModel open(ModelCard card, Path root, ModelOptions options) throws IOException {
        LiteVsrNetworks networks = LiteVsrNetworks.load(root, options.device(), options.dtype(), options.offload());
        try {
            return new LiteVsrModel(card, networks, LiteVsrNetworks.fingerprint(networks.folder()));
        } catch (IOException | RuntimeException | Error e) {
            networks.close();
            throw e;
        }
    }

    @Override
    public ModelCard card() {
        return card;
    }

    @Override
    public int scale() {
        return LatentVideo.SCALE;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public NDArray restore(NDArray frames, Placement at) {
        card.requireWindow(frames);
        try (Autograd off = Autograd.off()) {
            return Scopes.within(frames.getManager(), scope -> {
                NDArray lowQuality = video.encode(Scopes.borrow(scope, frames));
                NDArray noise = noise(scope, lowQuality.getShape(), at);
                NDArray clean = sampler.sample(networks.guided(), lowQuality, noise, networks.text());
                return video.decode(clean);
            });
        }
    }

    /** One field for the whole video: a latent frame has the noise of the source frame that it ends on. */
    NDArray noise(NDManager owner, Shape latent, Placement at) {
        int[] frames = new int[Math.toIntExact(latent.get(2))];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = at.frame() + i * networks.vae().config().temporalFactor();
        }
        int cell = networks.vae().config().spatialFactor();
        CounterNoise field = new CounterNoise(at.seed());
        try (NDArray noise = field.normal(
                        owner,
                        Math.toIntExact(latent.get(1)),
                        frames,
                        at.top() * scale() / cell,
                        at.left() * scale() / cell,
                        Math.toIntExact(latent.get(3)),
                        Math.toIntExact(latent.get(4)));
                NDArray batch = noise.expandDims(0)) {
            // A copy: the noise lies in memory of Java's, which goes with its own array and not with views of it.
            return batch.duplicate();
        }
    }

    @Override
    public void close() {
        networks.close();
    }
}
