package io.vsr4j.models.oasis;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.wan.WanVaeTiling;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * "OASIS": low-quality frames are projected into Wan 2.1's latent space, where they pass for latents with as much noise as
 * timestep T_L stands for; one step of the transformer, whose heads are routed, takes them to clean ones, which Wan's
 * decoder turns into frames four times larger. The prompt is empty.
 *
 * <pre>
 * z_L = projector(x)
 * z_H = z_L - sigma v(z_L, T_L)
 * y   = decoder(z_H)
 * </pre>
 *
 * <p>There is no noise, so that a window's place in the video does not matter.
 */
final class OasisModel implements VsrModel {
    private static final long LIBRARIES = 256 << 20;

    private final ModelCard card;
    private final OasisNetworks networks;
    private final OasisTransformer transformer;
    private final String fingerprint;

    OasisModel(ModelCard card, OasisNetworks networks, OasisTransformer transformer, String fingerprint) {
        this.card = card;
        this.networks = networks;
        this.transformer = transformer;
        this.fingerprint = fingerprint;
    }

    static OasisModel open(ModelCard card, WeightsFolder folder, ModelOptions options) throws IOException {
        Routing routing = routing(folder);
        OasisNetworks networks = OasisNetworks.load(folder, options);
        return new OasisModel(
                card, networks, new OasisTransformer(networks.transformer(), routing), fingerprint(folder, routing));
    }

    static String fingerprint(WeightsFolder folder) throws IOException {
        return fingerprint(folder, routing(folder));
    }

    private static Routing routing(WeightsFolder folder) throws IOException {
        return Routing.read(folder);
    }

    private static String fingerprint(WeightsFolder folder, Routing routing) throws IOException {
        String all = folder.fingerprint(OasisNetworks.PROJECTOR, OasisNetworks.TRANSFORMER, OasisNetworks.VAE)
                + folder.sha256(OasisNetworks.PROMPT)
                + routing.json();
        return Sha256.of(ByteBuffer.wrap(all.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Frames in and out, and the larger of what the transformer and the decoder hold at a time, both as measured: seven arrays
     * of the transformer's width for each token, and one feed-forward's hidden layer; in the decoder, for each pixel of the
     * part that is decoded at once, the past of all convolutions (2280 numbers) and a group of frames on its way through one.
     * On top, what libraries take for themselves the first time.
     */
    static long bytes(int frames, int width, int height, int scale) {
        long source = (long) width * height;
        long pixels = source * scale * scale;
        long tokens = (frames + 3L) / 4 * (source / 16 + 1);
        long transformer = tokens * 1536 * 7 + Math.min(tokens, 16384) * 8960;
        // Tiles of a larger picture are joined, of all frames at once.
        long joining = pixels > WanVaeTiling.WHOLE_PIXELS ? 6L * frames * pixels : 3L * frames * pixels;
        long decoder = 5700 * Math.min(pixels, WanVaeTiling.WHOLE_PIXELS) + joining;
        return LIBRARIES + Float.BYTES * (frames * 3 * (source + pixels) + Math.max(transformer, decoder));
    }

    @Override
    public ModelCard card() {
        return card;
    }

    @Override
    public int scale() {
        return OasisConfig.SCALE;
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
                NDArray clean;
                try (NDArray high = networks.clean(transformer, Scopes.borrow(scope, frames), networks.text())) {
                    clean = networks.vae().denormalise(high);
                }
                return frames(clean);
            });
        }
    }

    /** Tile by tile, each through all its time, so that the decoder remembers the past of one tile only. */
    private NDArray frames(NDArray latents) {
        int side = networks.vae().config().spatialFactor();
        long height = side * latents.getShape().get(3);
        long width = side * latents.getShape().get(4);
        try (NDArray video = networks.vae().decode(latents, WanVaeTiling.bounded(height, width))) {
            return OasisNetworks.frames(video);
        }
    }

    @Override
    public void close() {
        networks.close();
    }
}
