package io.vsr4j.quality.dover;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.quality.PublishedWeights;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import java.io.IOException;

/** The networks, from normalised views to scores. */
public final class DoverCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.kind().equals("io") && file.upstream().contains("evaluator.DOVER");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) throws IOException {
        try (DoverNetwork network = PublishedWeights.load(
                new DoverNetwork(file.config()), file.weights(), DoverNetwork.NAMES, run.device(), run.dtype())) {
            for (String name : run.cases()) {
                double technical = branch(run, name, "technical", network.technical());
                double aesthetic = branch(run, name, "aesthetic", network.aesthetic());
                DoverScores scores = DoverScores.of(technical, aesthetic);
                compare(run, name + ".out.technical_score", scores.technical());
                compare(run, name + ".out.aesthetic_score", scores.aesthetic());
                compare(run, name + ".out.overall", scores.overall());
            }
        }
    }

    /** {@return the branch's raw number} */
    private static double branch(FixtureRun run, String name, String which, DoverBranch branch) {
        NDArray x = Torch.to(Views.normalised(run.raw(name + ".in." + which)), run.dtype());
        NDArray feature = branch.feature(x);
        NDArray map = Torch.to(branch.map(feature), DType.F32);
        double raw = map.mean().getFloat();
        run.compare(name + ".out." + which + "_feature", feature);
        run.compare(name + ".out." + which + "_map", map);
        compare(run, name + ".out." + which + "_raw", raw);
        return raw;
    }

    private static void compare(FixtureRun run, String name, double value) {
        run.compare(name, run.scope().create(new double[] {value}));
    }
}
