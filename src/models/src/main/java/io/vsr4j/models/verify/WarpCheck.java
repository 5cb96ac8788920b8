package io.vsr4j.models.verify;

import ai.djl.ndarray.NDArray;
import io.vsr4j.tensor.Torch;
import java.util.Locale;

/** Sampling at given places, warping by a flow, and moving pixels between space and channels. */
public final class WarpCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.upstream().contains("grid_sample");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) {
        for (String name : run.tensors().keySet()) {
            String[] part = name.split("\\.");
            if (!part[0].equals("out")) {
                continue;
            }
            if (part[1].startsWith("pixel_")) {
                run.compare(name, shuffled(part[1], run), Tolerance.EXACT);
                continue;
            }
            Torch.Sampling sampling = Torch.Sampling.valueOf(part[2].toUpperCase(Locale.ROOT));
            Torch.Outside outside = Torch.Outside.valueOf(part[3].toUpperCase(Locale.ROOT));
            boolean align = part[4].equals("align1");
            NDArray x = run.raw("in.x");
            NDArray result = part[1].equals("grid_sample")
                    ? Torch.gridSample(x, run.raw("in.grid"), sampling, outside, align)
                    : Torch.flowWarp(x, run.raw("in.flow_nhw2"), sampling, outside, align);
            run.compare(name, result, sampling == Torch.Sampling.NEAREST ? Tolerance.EXACT : Tolerance.of(1e-5));
        }
    }

    private static NDArray shuffled(String what, FixtureRun run) {
        int factor = Integer.parseInt(what.replaceAll("\\D", ""));
        return what.startsWith("pixel_shuffle")
                ? Torch.pixelShuffle(run.raw("in.shuffle"), factor)
                : Torch.pixelUnshuffle(run.raw("in.unshuffle"), factor);
    }
}
