package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import java.io.IOException;

/** The Wan autoencoders against diffusers': cases with a video are encoded, cases with a latent decoded. */
public final class WanVaeCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.upstream().equals("diffusers.AutoencoderKLWan")
                && file.kind().equals("io");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) throws IOException {
        try (WanVae vae = run.load(new WanVae(WanVaeConfig.of(file.config())))) {
            for (String name : run.cases()) {
                if (run.has(name + ".in.video")) {
                    run.compare(name + ".out.moments", vae.encode(whole(run.input(name + ".in.video"))));
                } else {
                    run.compare(name + ".out.video", vae.decode(run.input(name + ".in.latent")));
                }
            }
        }
    }

    /** Frames at the end that are no whole group of four are left out there, and refused here. */
    private static NDArray whole(NDArray video) {
        long frames = video.getShape().get(2);
        return video.get(":, :, :{}", frames - (frames - 1) % 4);
    }
}
