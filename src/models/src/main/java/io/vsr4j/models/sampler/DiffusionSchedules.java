package io.vsr4j.models.sampler;

import io.vsr4j.models.verify.FixtureFile;

/** Reads the noise schedule out of a file's configuration. */
final class DiffusionSchedules {
    private DiffusionSchedules() {}

    static NoiseSchedule of(FixtureFile file) {
        file.require("beta_schedule", "scaled_linear");
        file.require("clip_sample", false);
        return NoiseSchedule.scaledLinear(
                file.config().fraction("beta_start", 0.00085),
                file.config().fraction("beta_end", 0.012),
                file.config().number("num_train_timesteps"));
    }
}
