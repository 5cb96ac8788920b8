package io.vsr4j.models.wan;

import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import java.io.IOException;

/** {@link WanTransformer} against the numbers of diffusers. */
public final class WanTransformerCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.kind().equals("io") && file.upstream().endsWith("WanTransformer3DModel");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) throws IOException {
        try (WanTransformer network = run.load(new WanTransformer(WanTransformerConfig.of(file.config())))) {
            for (String name : run.cases()) {
                try (WanTransformerText text = network.text(run.input(name + ".in.encoder_hidden_states"), 0)) {
                    run.compare(
                            name + ".out.sample",
                            network.forward(
                                    run.input(name + ".in.hidden_states"), run.raw(name + ".in.timestep"), text));
                }
            }
        }
    }
}
