package io.vsr4j.models.adcvsr;

import io.vsr4j.models.ModelPart;
import io.vsr4j.models.ModelWork;
import io.vsr4j.models.network.Macs;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.stablediffusion.Pyramid;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** AdcVSR in numbers. */
final class AdcVsrFigures {
    private static final int FRAMES = 25;
    private static final String REMARK =
            "The paper counts no multiplications; it gives 0.55 s for 25 frames, on a GPU and at a size that it does not name.";

    private AdcVsrFigures() {}

    static List<ModelPart> parts() {
        long image = new AdcSrNetwork(AdcSrConfig.published()).parameters().count();
        long layers = network(TemporalPlacement.PER_LAYER).count();
        long stages = network(TemporalPlacement.PER_STAGE).count();
        return List.of(
                ModelPart.trained("UNet and decoder of AdcSR", image, "0.46 B; 0.52 B in an ablation"),
                ModelPart.trained("temporal blocks, after each layer", layers - image, ""),
                ModelPart.compared("whole, a block after each layer", layers, "0.57 B"),
                ModelPart.compared("temporal blocks, after each stage", stages - image, "0.03 B in an ablation"),
                ModelPart.compared("whole, a block after each stage", stages, "0.55 B in an ablation"));
    }

    private static Parameters network(TemporalPlacement placement) {
        return new AdcVsrNetwork(new AdcVsrConfig(AdcSrConfig.published(), placement)).parameters();
    }

    static List<ModelWork> work() {
        return List.of(work(768, 1280), work(512, 512));
    }

    private static ModelWork work(int height, int width) {
        AdcVsrConfig config = AdcVsrConfig.published();
        return new ModelWork("", FRAMES, height, width, macs(config, FRAMES, height, width), "", REMARK);
    }

    /** Of one window, by part; sides of the result. */
    static Map<String, Long> macs(AdcVsrConfig config, long frames, long height, long width) {
        Parameters p = new AdcVsrNetwork(config).parameters();
        long smaller = (long) AdcVsrNetwork.SCALE * config.image().unshuffle();
        int stages = config.image().unet().widths().size();
        Pyramid unet = new Pyramid(height / smaller, width / smaller, stages);
        Pyramid decoder =
                new Pyramid(height, width, config.image().decoderWidths().size());
        Map<String, Long> macs = new LinkedHashMap<>();
        macs.put("UNet", frames * unet.macs(p.child("body.1"), layer -> true, 0));
        macs.put("temporal blocks", frames * Macs.of(p.child("temporal"), unet::pixels));
        macs.put(
                "decoder",
                frames
                        * (decoder.macs(p.child("body.2"), layer -> true, 0)
                                + decoder.macs(p.child("decoder"), layer -> true, 0)));
        return macs;
    }
}
