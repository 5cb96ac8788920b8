package io.vsr4j.quality.clipiqa;

import io.vsr4j.models.WeightsPart;
import io.vsr4j.quality.FrameMeter;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** CLIP-IQA of a video: the mean over its frames. */
public final class ClipIqaMetric implements Metric {
    private static final int MINIMUM_SIDE = 32;

    private static final WeightsPart RN50 = new WeightsPart(
            "RN50.",
            "CLIP RN50",
            "OpenAI's release of CLIP, https://github.com/openai/CLIP (RN50.pt, as it is, or as safetensors). The text"
                    + " tower in it may be missing where " + PromptedClip.TEXT_FILE + " lies beside it",
            true);

    private static final MetricCard CARD = new MetricCard(
            "clip-iqa",
            "CLIP-IQA (RN50)",
            MetricCard.Better.HIGHER,
            false,
            "mean over five pairs of prompts (Good / bad image, Sharp / blurry image, sharp / blurry edges, High / low"
                    + " resolution image, Noise-free / noisy image) of the softmax of the scaled cosines, 0 to 1; image"
                    + " tower without positions; mean over frames",
            "RGB, 0 to 1, as decoded to 8 bits, normalised as for CLIP; whole frames, not resized",
            "none",
            "Wang et al., Exploring CLIP for Assessing the Look and Feel of Images, 2023; agrees with IQA-PyTorch's"
                    + " clipiqa. The method's authors use the single pair Good photo / Bad photo: other numbers",
            List.of(RN50),
            "CLIP: MIT; its model card calls deployed use out of scope");

    @Override
    public MetricCard card() {
        return CARD;
    }

    @Override
    public Meter open(MeterSetting setting) throws IOException {
        if (Math.min(setting.width(), setting.height()) < MINIMUM_SIDE) {
            throw new IllegalArgumentException(CARD.id() + " needs frames of at least " + MINIMUM_SIDE + "x"
                    + MINIMUM_SIDE + " pixels, got " + setting.width() + "x" + setting.height());
        }
        Path file = setting.weights().require(CARD.id(), RN50);
        PromptedClip clip = PromptedClip.open(file, setting.device());
        return new FrameMeter(
                setting,
                clip,
                frame -> clip.score(frame).toFloatArray()[0],
                CARD.title() + ": weights of " + file.getFileName());
    }
}
