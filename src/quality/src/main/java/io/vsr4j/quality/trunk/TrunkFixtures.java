package io.vsr4j.quality.trunk;

import ai.djl.ndarray.NDArray;
import com.google.gson.JsonElement;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.models.verify.Tolerance;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.RenameTable;
import io.vsr4j.tensor.Weights;
import java.io.IOException;

/** What the fixtures of metrics on a trunk have in common. */
public final class TrunkFixtures {
    private static final String WEIGHT = "w.";

    private TrunkFixtures() {}

    /** {@return by what a file's widths are divided} */
    public static int divisor(FixtureFile file) {
        int divisor = file.config().positive("width_divided_by", 1);
        file.config().require(64 % divisor == 0, "width_divided_by", "a divisor of 64");
        return divisor;
    }

    /**
     * Loads a network: what lies in the fixture's own file from there, the trunk else by its formula, all else from the
     * numbers that the program comes with. Metrics compute in single precision, whatever is asked for.
     *
     * @param network built from the file's configuration
     * @param file the fixture
     * @param run where to compute
     * @param shipped the numbers that the program comes with, by the network's names; closed here
     * @throws IOException if the file cannot be read
     */
    public static void load(Network network, FixtureFile file, FixtureRun run, Weights shipped) throws IOException {
        RenameTable own = RenameTable.EMPTY.keep("^w\\.").replaceMatches("^w\\.", "");
        try (shipped;
                Weights weights = Weights.open(file.path()).renamed(own)) {
            Parameters.Source formula = file.config().has("formula_base_seed") ? FormulaWeights.of(file) : null;
            network.bind(run.device(), DType.F32, (owner, name, shape, type) -> {
                if (weights.names().contains(name)) {
                    return weights.load(owner, name, shape, type);
                }
                return formula != null && name.startsWith("features.")
                        ? formula.tensor(owner, name, shape, type)
                        : shipped.load(owner, name, shape, type);
            });
            weights.requireAllUsed();
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /**
     * Compares a score by the file's one tolerance: absolute, or relative where that is given and allows more.
     *
     * @param file the fixture
     * @param run where to report
     * @param name of the expected tensor
     * @param score closed here
     */
    public static void compare(FixtureFile file, FixtureRun run, String name, NDArray score) {
        JsonElement rule = file.tolerance();
        if (rule == null || !rule.isJsonObject()) {
            throw new CheckpointException("manifest.json: " + file.name() + " has no tolerance");
        }
        Config config = new Config("tolerance of " + file.name(), rule.getAsJsonObject());
        double smallest;
        try (NDArray expected = run.raw(name)) {
            smallest = expected.abs().min().toFloatArray()[0];
        }
        double relative = config.fraction("rel_err", 0) * smallest;
        run.compare(name, score, Tolerance.of(Math.max(config.fraction("max_abs_err", Double.NaN), relative)));
    }

    /**
     * Compares a file of published numbers with those that the program comes with, bit for bit.
     *
     * @param run where to report
     * @param shipped by the names in the file; closed here
     */
    public static void compareShipped(FixtureRun run, Weights shipped) {
        try (shipped) {
            run.report("names", shipped.names().equals(run.tensors().keySet()), "");
            for (String name : run.tensors().keySet()) {
                if (shipped.names().contains(name)) {
                    NDArray numbers = shipped.load(run.scope(), name, shipped.shape(name));
                    run.compare(name, numbers, Tolerance.EXACT);
                } else {
                    run.report(name, false, "the program comes without it");
                }
            }
        }
    }
}
