package io.vsr4j.quality.raft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.Weights;
import java.io.IOException;

/** The whole network, and what it looks up on the way. Coordinates need single precision, whatever is asked for. */
public final class RaftCheck implements FixtureCheck {
    private static final int MOST_UPDATES = 1000;

    @Override
    public boolean accepts(FixtureFile file) {
        return file.kind().equals("io") && file.upstream().contains("optical_flow RAFT");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) throws IOException {
        try (Weights weights = RaftNames.renamed(Weights.open(file.weights()));
                Raft raft = new Raft(RaftConfig.of(file.config()))) {
            raft.load(weights, run.device());
            for (String name : run.cases()) {
                check(raft, name, run);
            }
        }
    }

    private static void check(Raft raft, String name, FixtureRun run) {
        NDArray from = picture(run, name + ".in.a_nchw");
        NDArray to = picture(run, name + ".in.b_nchw");
        long updates = run.raw(name + ".in.num_flow_updates")
                .toType(ai.djl.ndarray.types.DataType.INT64, false)
                .getLong();
        if (updates < 1 || updates > MOST_UPDATES) {
            throw new IllegalArgumentException(
                    name + ".in.num_flow_updates is " + updates + ", expected 1 to " + MOST_UPDATES);
        }
        try (NDManager scope = run.scope().newSubManager();
                RaftMatch match = raft.match(scope.newSubManager(), from, to)) {
            for (int i = 1; i <= updates; i++) {
                NDArray similarities = match.lookUp();
                match.update(similarities);
                if (i == 1) {
                    compare(run, name + ".out.flow_after_1", match.upsampled());
                    compare(run, name + ".out.corr_features_1", similarities.duplicate());
                }
                if (i == updates) {
                    compare(run, name + ".out.corr_features_last", similarities.duplicate());
                }
                similarities.close();
            }
            compare(run, name + ".out.flow_eighth", match.flow().duplicate());
        }
        compare(run, name + ".out.flow", raft.flow(from, to, (int) updates));
    }

    private static NDArray picture(FixtureRun run, String name) {
        return Torch.to(run.raw(name), DType.F32).div(255);
    }

    /** Not every case has every output. */
    private static void compare(FixtureRun run, String name, NDArray actual) {
        if (run.has(name)) {
            run.compare(name, actual);
        } else {
            actual.close();
        }
    }
}
