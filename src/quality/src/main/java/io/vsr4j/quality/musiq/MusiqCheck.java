package io.vsr4j.quality.musiq;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.models.verify.Tolerance;
import io.vsr4j.quality.PublishedWeights;
import io.vsr4j.tensor.Torch;
import java.io.IOException;

/** The network, from pictures to scores. */
public final class MusiqCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.kind().equals("io") && file.upstream().contains("musiq_arch.MUSIQ");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) throws IOException {
        try (Musiq network = PublishedWeights.load(
                new Musiq(file.config()), file.weights(), PublishedWeights.PLAIN, run.device(), run.dtype())) {
            for (String name : run.cases()) {
                NDArray x = run.raw(name + ".in.x");
                long[] shape = x.getShape().getShape();
                NDArray patches = network.geometry().patches(x);
                NDArray positions = network.geometry().positions(run.scope(), (int) shape[2], (int) shape[3]);
                NDArray outputs = network.forward(Torch.to(patches, run.dtype()), positions);
                run.compare(name + ".out.score", Musiq.score(outputs));
                if (run.has(name + ".out.distribution")) {
                    run.compare(name + ".out.distribution", Musiq.distribution(outputs));
                }
                run.compare(name + ".out.patches", patches);
                NDArray each = positions.expandDims(0).repeat(0, shape[0]);
                run.compare(name + ".out.positions", each, Tolerance.EXACT);
            }
        }
    }
}
