package io.vsr4j.quality.classic;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.models.verify.Tolerance;
import io.vsr4j.quality.FramePair;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.MetricWeights;
import io.vsr4j.quality.StillPair;
import io.vsr4j.tensor.Safetensors;

/** NIQE step by step as BasicSR has it, and the numbers of undisturbed pictures that come with the program. */
public final class NiqeCheck implements FixtureCheck {
    @Override
    public boolean accepts(FixtureFile file) {
        return file.upstream().startsWith("BasicSR") && file.upstream().contains("niqe");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) {
        if (file.kind().equals("data")) {
            compareShipped(run);
            return;
        }
        Config tolerance = new Config(file.name() + " tolerance", (JsonObject) file.tolerance());
        file.require("block", NiqeFeatures.BLOCK);
        int crop = file.config().number("crop_border", 0);
        for (String name : run.tensors().keySet()) {
            int at = name.indexOf(".out.");
            if (at >= 0) {
                compare(run, name, name.substring(0, at), name.substring(at + 5), tolerance, crop);
            }
        }
    }

    private static void compare(
            FixtureRun run, String name, String which, String what, Config tolerance, int crop) {
        switch (what) {
            case "alpha_betal_betar" -> {
                GeneralGaussian.Moments moments = new GeneralGaussian.Moments();
                for (double value : run.raw(which + ".in.values").toDoubleArray()) {
                    moments.add(value);
                }
                GeneralGaussian fit = moments.fit();
                double[] found = {fit.shape(), fit.left(), fit.right()};
                run.compare(name, run.scope().create(found), within(tolerance, "aggd"));
            }
            case "features18" -> {
                NDArray block = run.raw(which + ".in.mscn");
                double[] features = NiqeFeatures.ofBlock(
                        block.toDoubleArray(), (int) block.getShape().get(0));
                run.compare(name, run.scope().create(features), within(tolerance, "features"));
            }
            case "features36" -> {
                NDArray picture = run.raw(which + ".in.rgb");
                try (NiqeMeter meter = meter(picture, crop)) {
                    double[][] features = meter.features(pair(run.scope(), picture));
                    run.compare(name, matrix(run.scope(), features), within(tolerance, "features"));
                }
            }
            case "niqe", "niqe_float64_input" -> {
                NDArray picture = run.raw(which + ".in.rgb");
                try (NiqeMeter meter = meter(picture, crop)) {
                    meter.accept(pair(run.scope(), picture));
                    double score = meter.finish().value();
                    run.compare(name, run.scope().create(score), within(tolerance, "niqe_abs"));
                }
            }
            default -> {
                // Is reported as not implemented.
            }
        }
    }

    private static void compareShipped(FixtureRun run) {
        try (Safetensors shipped = NiqeModel.file()) {
            for (String name : run.tensors().keySet()) {
                run.compare(name, shipped.read(run.scope(), name), Tolerance.EXACT);
            }
        }
    }

    private static FramePair pair(NDManager scope, NDArray picture) {
        return StillPair.of(scope, null, picture, 0);
    }

    private static NiqeMeter meter(NDArray picture, int crop) {
        Shape shape = picture.getShape();
        MeterSetting setting = new MeterSetting(
                (int) shape.get(1), (int) shape.get(0), 1, 1, MetricWeights.NONE, Device.cpu(), 0, crop);
        return new NiqeMeter(setting, NiqeModel.load());
    }

    private static NDArray matrix(NDManager scope, double[][] rows) {
        double[] values = new double[rows.length * rows[0].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = rows[i / rows[0].length][i % rows[0].length];
        }
        return scope.create(values, new Shape(rows.length, rows[0].length));
    }

    private static Tolerance within(Config tolerance, String kind) {
        return Tolerance.of(tolerance.fraction(kind, Double.NaN));
    }
}
