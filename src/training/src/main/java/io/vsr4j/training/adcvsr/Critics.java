package io.vsr4j.training.adcvsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.vsr4j.models.adcvsr.AdcVsrConfig;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.training.Learned;
import io.vsr4j.training.critic.ConvNext;
import io.vsr4j.training.critic.ConvNextConfig;
import io.vsr4j.training.critic.DualHeadConfig;
import io.vsr4j.training.critic.DualHeadCritic;
import io.vsr4j.training.critic.Judgement;
import io.vsr4j.training.critic.UNetBackbone;
import java.util.LinkedHashMap;
import java.util.Map;

/** Two critics with two heads each: one looks at pictures, one at the features that they are made of (section 3.3). */
final class Critics implements AutoCloseable {
    private static final String BACKBONE = "backbone.";

    private final DualHeadCritic pixels;
    private final DualHeadCritic features;
    private final Map<String, NDArray> learned = new LinkedHashMap<>();

    /**
     * Makes critics that have learned nothing yet but what their backbones know.
     *
     * @param sizes of the pixel critic's backbone
     * @param convNext tensors of that backbone, by timm's names
     * @param unet tensors of the feature critic's, by AdcVSR's names
     * @param config of the network whose UNet that is
     * @param heads sizes of the rest of both
     * @param seed of what begins at random
     * @param device where they compute
     * @param dtype what they compute in
     */
    Critics(
            ConvNextConfig sizes,
            Parameters.Source convNext,
            Parameters.Source unet,
            AdcVsrConfig config,
            DualHeadConfig heads,
            long seed,
            Device device,
            DType dtype) {
        pixels = new DualHeadCritic(p -> new ConvNext(p, sizes), heads);
        features = new DualHeadCritic(p -> new UNetBackbone(p, config), heads);
        bind(pixels, "pixels.", backbone(convNext, "", seed), device, dtype);
        // Not in the paper: how the convolution begins that replaces the UNet's first one. At random.
        bind(features, "features.", backbone(unet, BACKBONE + "body.1.conv_in.weight", seed + 1), device, dtype);
    }

    private static Parameters.Source backbone(Parameters.Source known, String replaced, long seed) {
        RandomTensors random = new RandomTensors(seed);
        return (owner, name, shape, type) -> name.startsWith(BACKBONE) && !name.equals(replaced)
                ? known.tensor(owner, name.substring(BACKBONE.length()), shape, type)
                : random.tensor(owner, name, shape, type);
    }

    private void bind(DualHeadCritic critic, String prefix, Parameters.Source source, Device device, DType dtype) {
        Learned own = new Learned(source, critic::learns);
        try {
            critic.bind(device, dtype, own);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        own.parameters().forEach((name, value) -> learned.put(prefix + name, value));
    }

    /** {@return what is learned of both} */
    Map<String, NDArray> parameters() {
        return learned;
    }

    /** {@return what one says of pictures, -1 to 1, of clips of a length} */
    Judgement pixels(NDArray pictures, int frames) {
        return judged(pixels, pictures, frames);
    }

    /** {@return what the other says of their features} */
    Judgement features(NDArray x, int frames) {
        return judged(features, x, frames);
    }

    private static Judgement judged(DualHeadCritic critic, NDArray x, int frames) {
        return critic.judge(Torch.to(x, critic.dtype()), frames);
    }

    @Override
    public void close() {
        pixels.close();
        if (features != null) {
            features.close();
        }
    }
}
