package io.vsr4j.quality.maniqa;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.quality.PublishedWeights;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import java.io.IOException;
import java.util.Arrays;

/** The network, from pictures to scores, with both ways of joining crops. */
public final class ManiqaCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.kind().equals("io") && file.upstream().contains("maniqa_arch.MANIQA");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) throws IOException {
        Config config = file.config();
        UniformCrops crops = new UniformCrops(config.positive("test_sample", 20), config.positive("crop_size", 224));
        try (Maniqa network =
                PublishedWeights.load(new Maniqa(config), file.weights(), Maniqa.NAMES, run.device(), run.dtype())) {
            for (String name : run.cases()) {
                NDArray pixels = Torch.to(run.raw(name + ".in.u8_hwc"), DType.F32);
                NDArray rgb = pixels.transpose(2, 0, 1).expandDims(0).div(255);
                CropScores scores = CropScores.of(network, crops, rgb);
                compare(run, name + ".out.score", scores.score());
                run.compare(name + ".out.patch_score", matrix(run, scores.scores()));
                run.compare(name + ".out.patch_weight", matrix(run, scores.weights()));
                double[] each = scores.cropScores();
                compare(run, name + ".out.official_crop_scores", each);
                compare(
                        run,
                        name + ".out.official_mean",
                        Arrays.stream(each).average().orElseThrow());
            }
        }
    }

    private static NDArray matrix(FixtureRun run, float[][] rows) {
        float[] all = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * rows[0].length, rows[0].length);
        }
        return run.scope().create(all, new Shape(rows.length, rows[0].length));
    }

    private static void compare(FixtureRun run, String name, double... values) {
        run.compare(name, run.scope().create(values));
    }
}
