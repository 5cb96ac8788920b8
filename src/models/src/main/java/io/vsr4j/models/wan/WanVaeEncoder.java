package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import java.util.ArrayList;
import java.util.List;

/** From frames to the mean and logarithm of the variance of latents, before {@code quant_conv}. */
final class WanVaeEncoder implements WanVaeLayer {
    private final List<WanVaeLayer> layers = new ArrayList<>();

    WanVaeEncoder(Parameters p, WanVaeConfig config) {
        List<Long> widths = config.encoderWidths();
        int stages = widths.size() - 1;
        WanVaeEnds ends = new WanVaeEnds(p, config.inChannels(), widths.get(0), widths.get(stages), 2L * config.zDim());
        layers.add(ends.first());
        int flat = 0;
        for (int i = 0; i < stages; i++) {
            boolean last = i == stages - 1;
            List<WanVaeLayer> stage = new ArrayList<>();
            for (int j = 0; j < config.numResBlocks(); j++) {
                long in = widths.get(j == 0 ? i : i + 1);
                // The older layout counts the layers of all stages through.
                String name = config.residual() ? i + ".resnets." + j : "" + flat++;
                stage.add(new WanVaeResidual(p.child("down_blocks." + name), in, widths.get(i + 1)));
            }
            boolean time = !last && config.temporalDownsample().get(i);
            if (!last) {
                String name = config.residual() ? i + ".downsampler" : "" + flat++;
                stage.add(new WanVaeResample.Down(p.child("down_blocks." + name), widths.get(i + 1), time));
            }
            layers.addAll(config.residual() ? List.of(WanVaeShortcut.down(stage, time ? 2 : 1, last ? 1 : 2)) : stage);
        }
        layers.add(new WanVaeMiddle(p.child("mid_block"), widths.get(stages)));
        layers.add(ends.last());
    }

    @Override
    public NDArray forward(NDArray x, WanVaePast past) {
        return WanVaeLayer.chain(layers, x, past);
    }
}
