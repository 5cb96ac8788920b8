package io.vsr4j.models.oasis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.WeightsFolder;
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
 * try (OasisRouter router = OasisRouter.open(folder, ModelOptions.DEFAULT, RoutingScore.OUTSIDE_MASS)) {
 *     router.add(frames);
 *     router.write(router.routing(0.4));
 * }
 * }</pre>
 */
public final class OasisRouter implements AutoCloseable {
    /** The published share of heads that stay global. */
    public static final double RHO = 0.4;

    private static final String SUMS = "SHA256SUMS";

    private final Path root;
    private final OasisNetworks networks;
    private final RoutingMeasure measure;

    private OasisRouter(Path root, OasisNetworks networks, RoutingScore score) {
        this.root = root;
        this.networks = networks;
        measure = new RoutingMeasure(networks.transformer(), score);
    }

    /**
     * Loads the networks; the folder needs no routing yet.
     *
     * @param root a weights folder of OASIS
     * @param options device and type
     * @param score what is measured
     * @return the router
     * @throws io.vsr4j.tensor.CheckpointException if the folder is of another model, or damaged
     * @throws IOException if it cannot be read
     */
    public static OasisRouter open(Path root, ModelOptions options, RoutingScore score) throws IOException {
        OasisNetworks networks = OasisNetworks.load(WeightsFolder.open(root, OasisNetworks.ID), options);
        return new OasisRouter(root, networks, score);
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
     */
    public Routing routing(double rho) {
        return measure.routing(rho);
    }

    /**
     * Writes the routing file, in place of the one before, and its line in the folder's sums.
     *
     * @param routing to write
     * @throws IOException if it cannot be written
     */
    public void write(Routing routing) throws IOException {
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
