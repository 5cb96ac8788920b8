package io.vsr4j.models.stablediffusion;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import java.io.IOException;

/** An autoencoder of diffusers: pictures to moments, latents to pictures. */
public final class AutoencoderCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.kind().equals("io") && file.upstream().matches("(.*\\.)?AutoencoderKL");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) throws IOException {
        try (AutoencoderKl vae = run.load(new AutoencoderKl(AutoencoderConfig.of(file.config())))) {
            for (String name : run.cases()) {
                if (run.has(name + ".in.image")) {
                    NDArray moments = vae.moments(run.input(name + ".in.image"));
                    run.compare(name + ".out.mean", AutoencoderKl.mean(moments));
                    run.compare(name + ".out.std", AutoencoderKl.deviation(moments));
                    run.compare(name + ".out.moments", moments);
                } else {
                    NDArray latent = run.input(name + ".in.latent");
                    run.compare(name + ".out.image", vae.decodeUnscaled(latent, LayerHook.NONE));
                }
            }
        }
    }
}
