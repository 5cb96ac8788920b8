package io.vsr4j.models.adcvsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.stablediffusion.LayerHook;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.util.Set;

/** AdcSR from the small picture to pixels of 8 bits. */
public final class AdcSrCheck implements FixtureCheck {
    /** What a case calls the results of parts. */
    private static final Set<String> PARTS = Set.of("body.1", "body.2");

    @Override
    public boolean accepts(FixtureFile file) {
        return file.kind().equals("io") && file.upstream().contains("AdcSR");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) throws IOException {
        try (AdcSrNetwork network = new AdcSrNetwork(config(file))) {
            load(network, file, run);
            for (String name : run.cases()) {
                NDArray source = run.input(name + ".in.lr");
                LayerHook parts = (site, x) -> {
                    if (PARTS.contains(site)) {
                        String output = site.equals("body.1") ? ".out.unet" : ".out.mid_block";
                        run.compare(name + output, x.duplicate());
                    }
                    return x;
                };
                NDArray raw = network.forward(source, parts);
                NDArray image = ColourTransfer.apply(raw, source);
                if (run.dtype() == DType.F32) {
                    run.compare(name + ".out.u8_nhwc", ColourTransfer.truncated(image));
                } else { // in fewer bits a pixel may be off by more than a level
                    run.passOver(name + ".out.u8_nhwc");
                }
                run.compare(name + ".out.image", image);
                run.compare(name + ".out.image_raw", raw);
            }
        }
    }

    /** How deep the decoder is, only its tensors' names tell. */
    private static AdcSrConfig config(FixtureFile file) throws IOException {
        AdcSrConfig c = AdcSrConfig.of(file.config());
        try (Weights weights = Weights.open(file.weights())) {
            int layers = (int) weights.names().stream()
                    .filter(name -> name.matches("decoder\\.up_blocks\\.0\\.resnets\\.\\d+\\.conv1\\.bias"))
                    .count();
            return new AdcSrConfig(c.unshuffle(), c.unet(), c.decoderWidths(), layers, c.decoderGroups());
        }
    }

    /** All tensors of the file, except those that the published one has and the network does not use. */
    private static void load(AdcSrNetwork network, FixtureFile file, FixtureRun run) throws IOException {
        try (Weights weights = Weights.open(file.weights())) {
            network.load(weights, run.device(), run.dtype());
            for (String name : weights.unused()) {
                if (!AdcSrNetwork.unused(name)) {
                    throw new CheckpointException(file.weights() + ": the network has no tensor '" + name + "'");
                }
            }
        }
    }
}
