package io.vsr4j.training.ultravsr;

import ai.djl.Device;
import io.vsr4j.quality.lpips.Lpips;
import io.vsr4j.training.Settings;
import io.vsr4j.training.loss.PictureLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the model learns by.
 *
 * @param weights how much each loss counts
 * @param distillation the rule of the joint distillation
 * @param lpips distance of pictures; null where it counts nothing
 * @param critic of videos; null where it counts nothing
 */
record UltraVsrLosses(LossWeights weights, JointDistillation distillation, PictureLoss lpips, VideoCritic critic)
        implements AutoCloseable {
    static UltraVsrLosses of(Settings settings, long seed, Device device) throws IOException {
        LossWeights weights = LossWeights.of(settings);
        JointDistillation distillation = JointDistillation.of(settings);
        VideoCritic critic = weights.gan() > 0 ? VideoCritic.fresh(widths(settings), seed, device) : null;
        return new UltraVsrLosses(weights, distillation, weights.lpips() > 0 ? lpips(settings, device) : null, critic);
    }

    private static PictureLoss lpips(Settings settings, Device device) throws IOException {
        Path file = settings.path("lpips.vgg16");
        if (file == null) {
            throw new IllegalArgumentException("recipe " + settings.recipe()
                    + " needs lpips.vgg16, torchvision's file of VGG16; or leave the loss out with loss.lpips=0");
        }
        return PictureLoss.lpips(Lpips.Net.VGG, file, device);
    }

    private static List<Integer> widths(Settings settings) {
        String text = settings.text("critic.widths");
        if (!text.matches("[1-9]\\d{0,4}(\\s*,\\s*[1-9]\\d{0,4})*")) {
            throw new IllegalArgumentException("setting critic.widths of recipe " + settings.recipe()
                    + " must be whole numbers from 1 to 99999 with commas between them, got '" + text + "'");
        }
        return Arrays.stream(text.split("\\s*,\\s*")).map(Integer::valueOf).toList();
    }

    @Override
    public void close() {
        if (lpips != null) {
            lpips.close();
        }
        if (critic != null) {
            critic.close();
        }
    }
}
