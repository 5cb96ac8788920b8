package io.vsr4j.quality.dists;

import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.quality.trunk.TrunkFixtures;
import java.io.IOException;

/** DISTS, and its published channel weights. */
public final class DistsCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.upstream().startsWith("DISTS ");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) throws IOException {
        if (file.kind().equals("data")) {
            TrunkFixtures.compareShipped(run, Dists.channelWeights());
            return;
        }
        try (Dists dists = new Dists(TrunkFixtures.divisor(file))) {
            TrunkFixtures.load(dists, file, run, Dists.channelWeights());
            for (String name : run.cases()) {
                TrunkFixtures.compare(
                        file,
                        run,
                        name + ".out.score",
                        dists.distance(run.raw(name + ".in.a"), run.raw(name + ".in.b")));
            }
        }
    }
}
