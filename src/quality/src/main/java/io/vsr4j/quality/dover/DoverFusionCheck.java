package io.vsr4j.quality.dover;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.models.verify.Tolerance;
import java.util.function.ToDoubleFunction;

/** From the branches' raw numbers to what is reported. */
public final class DoverFusionCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.upstream().contains("fuse_results");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) {
        double[] technical = run.raw("in.technical").toDoubleArray();
        double[] aesthetic = run.raw("in.aesthetic").toDoubleArray();
        compare(run, "out.technical", technical, aesthetic, DoverScores::technical);
        compare(run, "out.aesthetic", technical, aesthetic, DoverScores::aesthetic);
        compare(run, "out.overall", technical, aesthetic, DoverScores::overall);
        compare(run, "out.overall_one_video", technical, aesthetic, DoverScores::overall);
    }

    private static void compare(
            FixtureRun run, String name, double[] technical, double[] aesthetic, ToDoubleFunction<DoverScores> part) {
        double[] values = new double[technical.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = part.applyAsDouble(DoverScores.of(technical[i], aesthetic[i]));
        }
        NDArray actual = run.scope().create(values);
        run.compare(name, actual, Tolerance.of(1e-12));
    }
}
