package io.vsr4j.models.stablediffusion;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import java.io.IOException;

/** A UNet of diffusers: a latent, a time and a text in, the network's result out. */
public final class UNetCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.kind().equals("io") && file.upstream().matches("(.*\\.)?UNet2DConditionModel");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) throws IOException {
        try (UNet2DConditionModel unet = run.load(new UNet2DConditionModel(UNetConfig.of(file.config())))) {
            for (String name : run.cases()) {
                NDArray sample = run.input(name + ".in.sample");
                NDArray timestep = run.raw(name + ".in.timestep");
                NDArray text = run.input(name + ".in.encoder_hidden_states");
                run.compare(name + ".out.sample", unet.forward(sample, timestep, text));
            }
        }
    }
}
