package io.vsr4j.models.oasis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures the heads of a weights folder on clips, and writes its routing file.
 *
 * <pre>{@code
 * try (OasisRouter router = OasisRouter.open(folder, ModelOptions.DEFAULT)) {
 *     router.add(frames);
 *     OasisRouter.write(folder, router.routing(0.4, RoutingScore.OUTSIDE_MASS));
 * }
 * }</pre>
 */
public final class OasisRouter implements AutoCloseable {
    /** The published share of heads that stay global. */
    public static final double RHO = 0.4;

    private static final String SUMS = "SHA256SUMS";

    private final OasisNetworks networks;
    private final RoutingMeasure measure;

    private OasisRouter(OasisNetworks networks) {
        this.networks = networks;
        measure = new RoutingMeasure(networks.transformer());
    }

    /**
     * Loads the networks; the folder needs no routing yet.
     *
     * @param root a weights folder of OASIS
     * @param options device and type
     * @return the router
     * @throws io.vsr4j.tensor.CheckpointException if the folder is of another model, or damaged
     * @throws IOException if it cannot be read
     */
    public static OasisRouter open(Path root, ModelOptions options) throws IOException {
        return new OasisRouter(OasisNetworks.load(WeightsFolder.open(root, OasisNetworks.ID), options));
    }

    /**
     * Measures one clip.
     *
     * @param frames {@code float32 [1 + 4k, 3, h, w]}: red, green, blue in 0..1, as low in quality as what will be
     *     restored; sides are multiples of 4
     */
    public void add(NDArray frames) {
        try (NDManager scope = frames.getManager().newSubManager();
                Autograd off = Autograd.off()) {
            NDArray latent = networks.latent(Scopes.borrow(scope, frames));
            measure.add(latent, networks.timestep(latent), networks.text());
        }
    }

    /**
     * {@return the routing, once clips have been measured}
     *
     * @param rho which share of the heads stays global
     * @param score what the distance of local from global attention is
     */
    public Routing routing(double rho, RoutingScore score) {
        return measure.routing(rho, score);
    }

    /**
     * {@return the routing of a folder in which all heads are alike}
     *
     * @param root a weights folder of OASIS, which needs no routing yet
     * @param pattern of every head
     * @throws io.vsr4j.tensor.CheckpointException if the folder is of another model, or damaged
     * @throws IOException if it cannot be read
     */
    public static Routing all(Path root, HeadPattern pattern) throws IOException {
        WanTransformerConfig sizes = WanTransformerConfig.of(
                WeightsFolder.open(root, OasisNetworks.ID).config(OasisNetworks.TRANSFORMER));
        return Routing.all(pattern, sizes.layers(), sizes.heads());
    }

    /**
     * Writes the routing file, in place of the one before, and its line in the folder's sums.
     *
     * @param root the weights folder
     * @param routing to write
     * @throws IOException if it cannot be written
     */
    public static void write(Path root, Routing routing) throws IOException {
        Path file = root.resolve(Routing.FILE);
        routing.write(file);
        Path sums = root.resolve(SUMS);
        if (Files.exists(sums)) {
            String line = Sha256.of(file) + "  " + Routing.FILE;
            List<String> lines = Files.readAllLines(sums).stream()
                    .map(l -> l.endsWith("  " + Routing.FILE) ? line : l)
                    .toList();
            Files.write(sums, lines);
        }
    }

    @Override
    public void close() {
        networks.close();
    }
}
