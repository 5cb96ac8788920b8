package io.vsr4j.training.data;

import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.ModelCard;
import io.vsr4j.training.Settings;

/** Clips that are windows of a model, one a sample. */
public final class WindowClips {
    private WindowClips() {}

    /**
     * Reads what clips are wanted.
     *
     * @param settings of a recipe
     * @param card of the model that is trained
     * @return what they say
     * @throws IllegalArgumentException if one makes no sense, or the model does not take such clips
     */
    public static ClipSettings of(Settings settings, ModelCard card) {
        if (settings.integer("batch", 1) != 1) {
            throw new IllegalArgumentException("setting batch of recipe " + settings.recipe()
                    + " must be 1, got '" + settings.text("batch")
                    + "': a clip fills a step; set accumulation to the number of clips");
        }
        ClipSettings wanted = ClipSettings.of(settings, settings.integer("seed", Long.MIN_VALUE));
        card.requireScale(wanted.scale());
        card.requireWindow(
                new Shape(wanted.frames(), 3, wanted.height() / wanted.scale(), wanted.width() / wanted.scale()));
        return wanted;
    }
}
