package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.models.verify.Tolerance;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import java.util.Map;
import java.util.Set;

/** What the files of schedulers have in common: everything in them that is not an input is an output. */
abstract class SchedulerCheck implements FixtureCheck {
    private static final Set<String> INPUTS = Set.of("A", "b", "c", "x_start", "noise", "d");

    /**
     * Computes the file's outputs.
     *
     * @param file accepted
     * @param run the file's inputs
     * @return the computed tensors, under the names of the expected ones
     */
    abstract Map<String, NDArray> compute(FixtureFile file, FixtureRun run);

    @Override
    public final void run(FixtureFile file, FixtureRun run) {
        Map<String, NDArray> results = compute(file, run);
        for (String name : run.tensors().keySet()) {
            NDArray actual = results.get(name);
            if (actual != null) {
                double tolerance = SchedulerTolerance.of(file.tolerance(), name, peak(run.raw(name)));
                run.compare(name, actual, Tolerance.of(tolerance));
            } else if (!INPUTS.contains(name)) {
                run.report(name, false, "not implemented");
            }
        }
    }

    private static double peak(NDArray expected) {
        return Torch.to(expected, DType.F64).abs().max().toDoubleArray()[0];
    }
}
