package io.vsr4j.training.compact;

import ai.djl.Device;
import io.vsr4j.training.Recipe;
import io.vsr4j.training.Settings;
import io.vsr4j.training.Task;
import io.vsr4j.training.critic.RealClips;
import io.vsr4j.training.data.ClipSettings;
import io.vsr4j.training.data.ClipSource;
import io.vsr4j.training.data.Part;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;

/** Makes the tasks of both stages. */
abstract class CompactRecipe implements Recipe {
    private final String id;
    private final boolean adversarial;

    CompactRecipe(String id, boolean adversarial) {
        this.id = id;
        this.adversarial = adversarial;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Task<?> open(Settings settings, Device device) throws IOException {
        ClipSettings wanted = ClipSettings.of(settings, settings.integer("seed", Long.MIN_VALUE));
        settings.require(
                "clip.frames",
                !adversarial || wanted.frames() >= RealClips.FEWEST,
                "at least " + RealClips.FEWEST + " where a critic learns, whose clips come in disorder");
        settings.require(
                "clip.frames",
                wanted.frames() > 1 || CompactTask.steady(settings) == 0,
                "at least 2, or loss.steady 0: one frame alone does not change");
        ClipSource clips = ClipSource.open(settings, wanted, Part.TRAINING);
        return task(settings, clips, validation(settings), device);
    }

    /** {@return clips that are the same whatever the seed; null if none are wanted, or no source is kept for them} */
    private static ClipSource validation(Settings settings) throws IOException {
        if (settings.integer("validate-every", 0) == 0) {
            return null;
        }
        ClipSettings wanted = ClipSettings.of(settings, 0);
        int least = 2 * Validation.BORDER + 1;
        String rule = "at least " + least + ", or validate-every 0: the outermost pixels are not measured";
        settings.require("clip.height", wanted.height() >= least, rule);
        settings.require("clip.width", wanted.width() >= least, rule);
        try {
            return ClipSource.open(settings, wanted, Part.VALIDATION);
        } catch (InvalidRequestException e) {
            System.err.println(e.getMessage() + " (so nothing is validated)");
            return null;
        }
    }

    /**
     * Makes the task of clips that are open already.
     *
     * @param validation null if there is nothing to validate on
     */
    CompactTask task(Settings settings, ClipSource clips, ClipSource validation, Device device) throws IOException {
        CompactStudent student = CompactStudent.open(settings, device);
        LightCritic critic = adversarial ? LightCritic.open(settings, device) : null;
        Validation measured =
                validation == null ? null : new Validation(validation, settings.count("validation.clips", 1), student);
        return new CompactTask(settings, clips, student, critic, measured);
    }
}
