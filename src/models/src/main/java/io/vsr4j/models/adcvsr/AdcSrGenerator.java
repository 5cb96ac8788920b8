package io.vsr4j.models.adcvsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.stablediffusion.DecoderStages;
import io.vsr4j.models.stablediffusion.LayerHook;
import io.vsr4j.models.stablediffusion.UNetBody;
import io.vsr4j.models.stablediffusion.VaeMidBlock;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;

/** The two halves of AdcSR's network: pictures to features, at half of the size, and features to larger pictures. */
final class AdcSrGenerator {
    private final AdcSrConfig config;
    private final UNetBody unet;
    private final VaeMidBlock mid;
    private final DecoderStages stages;

    AdcSrGenerator(Parameters p, AdcSrConfig config) {
        this.config = config;
        unet = new UNetBody(p.child("body.1"), config.unet());
        mid = new VaeMidBlock(p.child("body.2"), config.unet().outChannels(), config.decoderGroups(), true);
        stages = new DecoderStages(
                p.child("decoder"), config.decoderWidths(), config.decoderLayers(), 3, config.decoderGroups());
    }

    /** [N, 3, H, W] -> [N, C, H / 2, W / 2], the mid block's result. */
    NDArray features(NDArray images, LayerHook hook) {
        return Scopes.within(images.getManager(), scope -> {
            NDArray x = Scopes.borrow(scope, images);
            NDArray h = step(x, Torch.pixelUnshuffle(x, config.unshuffle()));
            h = step(h, unet.forward(h, hook.in("body.1.")));
            h = step(h, hook.after("body.1", h));
            h = step(h, mid.forward(h));
            return step(h, hook.after("body.2", h));
        });
    }

    /** [N, C, H / 2, W / 2] -> [N, 3, 4 H, 4 W]. */
    NDArray pictures(NDArray features, LayerHook hook) {
        return Scopes.within(
                features.getManager(),
                scope -> Torch.contiguous(stages.forward(Scopes.borrow(scope, features), hook.in("decoder."))));
    }

    private static NDArray step(NDArray used, NDArray result) {
        if (result != used) {
            used.close();
        }
        return result;
    }
}
