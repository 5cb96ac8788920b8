package io.vsr4j.quality.classic;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vsr4j.models.verify.FixtureCheck;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureRun;
import io.vsr4j.models.verify.Tolerance;
import io.vsr4j.quality.FramePair;
import io.vsr4j.quality.FramePair.Side;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.MetricWeights;
import io.vsr4j.quality.StillPair;
import io.vsr4j.quality.pixel.RgbRow;
import io.vsr4j.quality.pixel.RowSource;
import io.vsr4j.tensor.CheckpointException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PSNR, SSIM and luma as scikit-image, torchmetrics and BasicSR have them; the outputs' names say which. */
public final class PsnrSsimCheck implements FixtureCheck {
    private static final Pattern OUTPUT = Pattern.compile("(.+)\\.out\\.(.+?)(?:_crop(\\d+))?");

    @Override
    public boolean accepts(FixtureFile file) {
        return file.kind().equals("io") && file.upstream().contains("psnr_ssim");
    }

    @Override
    public void run(FixtureFile file, FixtureRun run) {
        for (String name : run.tensors().keySet()) {
            Matcher parts = OUTPUT.matcher(name);
            if (parts.matches()) {
                NDArray a = run.raw(parts.group(1) + ".in.a");
                NDArray b = run.raw(parts.group(1) + ".in.b");
                FramePair pair = StillPair.of(run.scope(), a, b, 0);
                int crop = parts.group(3) == null ? 0 : Integer.parseInt(parts.group(3));
                NDArray result = compute(parts.group(2), pair, setting(a.getShape(), crop), run);
                if (result != null) {
                    run.compare(name, result, tolerance(file, parts.group(2)));
                }
            }
        }
    }

    /** Null for what is not known. */
    private static NDArray compute(String what, FramePair pair, MeterSetting setting, FixtureRun run) {
        return switch (what) {
            case "skimage_psnr", "torchmetrics_psnr", "basicsr_psnr_rgb" ->
                score(new PsnrMeter(setting, null, PsnrY::decibels), pair, run);
            case "basicsr_psnr_y" -> score(new PsnrY().open(setting), pair, run);
            case "skimage_ssim_default" -> score(new SsimUniform().open(setting), pair, run);
            case "skimage_ssim_gaussian", "basicsr_ssim_rgb" -> score(new SsimRgb().open(setting), pair, run);
            case "basicsr_ssim_y" -> score(new SsimY().open(setting), pair, run);
            case "torchmetrics_ssim" -> wholeMean(pair, setting, run);
            case "skimage_ssim_gaussian_map_red" ->
                run.scope().create(map(pair, setting, 0, 1), new Shape(setting.height(), setting.width()));
            case "y_255" -> luma(pair, setting, run);
            case "y_uint8" -> whole(pair, setting, run, Bt601.Y).squeeze(2);
            case "ycbcr_uint8" -> whole(pair, setting, run, Bt601.values());
            default -> null;
        };
    }

    private static NDArray score(Meter meter, FramePair pair, FixtureRun run) {
        try (meter) {
            meter.accept(pair);
            return run.scope().create(meter.finish().value());
        }
    }

    /** The mean over all pixels, those at the edge included. */
    private static NDArray wholeMean(FramePair pair, MeterSetting setting, FixtureRun run) {
        double sum = 0;
        for (int channel = 0; channel < 3; channel++) {
            for (float place : map(pair, setting, channel, 0)) {
                sum += place;
            }
        }
        return run.scope().create(sum / (3.0 * setting.width() * setting.height()));
    }

    /** A place for each pixel; beyond the edge lies the mirrored picture, with the edge pixel {@code edge} times more. */
    private static float[] map(FramePair pair, MeterSetting setting, int channel, int edge) {
        int w = setting.width();
        int h = setting.height();
        int border = SsimWindow.GAUSSIAN.size() / 2;
        int wide = w + 2 * border;
        SsimPlane plane = new SsimPlane(wide, SsimWindow.GAUSSIAN, false);
        float[] map = new float[w * h];
        float[][] rows = new float[2][wide];
        RgbRow row = new RgbRow(w);
        RowSource[] sources = {pair.rows(Side.REFERENCE), pair.rows(Side.OUTPUT)};
        for (int y = 0; y < h + 2 * border; y++) {
            for (int side = 0; side < 2; side++) {
                sources[side].read(mirrored(y - border, h, edge), row);
                for (int x = 0; x < wide; x++) {
                    int from = RgbRow.place(mirrored(x - border, w, edge), w);
                    rows[side][RgbRow.place(x, wide)] = row.channel(channel)[from];
                }
            }
            plane.row(rows[0], rows[1]);
            for (int x = 0; x < w && y >= 2 * border; x++) {
                map[(y - 2 * border) * w + x] = plane.scores()[RgbRow.place(x, w)];
            }
        }
        return map;
    }

    private static int mirrored(int i, int size, int edge) {
        return i < 0 ? -edge - i : i < size ? i : 2 * size - 2 + edge - i;
    }

    private static NDArray luma(FramePair pair, MeterSetting setting, FixtureRun run) {
        int w = setting.width();
        int h = setting.height();
        float[] values = new float[w * h];
        float[] luma = new float[w];
        RgbRow row = new RgbRow(w);
        RowSource source = pair.rows(Side.REFERENCE);
        for (int y = 0; y < h; y++) {
            source.read(y, row);
            Luma.LIMITED.of(row, luma);
            for (int x = 0; x < w; x++) {
                values[y * w + x] = luma[RgbRow.place(x, w)];
            }
        }
        return run.scope().create(values, new Shape(h, w));
    }

    private static NDArray whole(FramePair pair, MeterSetting setting, FixtureRun run, Bt601... rows) {
        int w = setting.width();
        int h = setting.height();
        byte[] values = new byte[w * h * rows.length];
        RgbRow rgb = new RgbRow(w);
        RowSource source = pair.rows(Side.REFERENCE);
        for (int y = 0; y < h; y++) {
            source.read(y, rgb);
            for (int x = 0; x < w; x++) {
                int at = RgbRow.place(x, w);
                for (int k = 0; k < rows.length; k++) {
                    double value = rows[k].of(rgb.red()[at], rgb.green()[at], rgb.blue()[at]);
                    values[(y * w + x) * rows.length + k] = (byte) Math.rint(value);
                }
            }
        }
        return run.scope().create(values, new Shape(h, w, rows.length)).toType(DataType.UINT8, true);
    }

    private static MeterSetting setting(Shape shape, int crop) {
        return new MeterSetting(
                (int) shape.get(1), (int) shape.get(0), 1, 1, MetricWeights.NONE, Device.cpu(), 0, crop);
    }

    /** The manifest has one for each kind of number. */
    private static Tolerance tolerance(FixtureFile file, String what) {
        String kind = what.endsWith("_uint8")
                ? "y_uint8"
                : what.startsWith("y_") ? "y" : what.contains("psnr") ? "psnr" : "ssim";
        JsonElement rule = file.tolerance() instanceof JsonObject rules ? rules.get(kind) : null;
        if (rule == null || !rule.isJsonPrimitive()) {
            throw new CheckpointException("the manifest has no tolerance '" + kind + "' for " + file.name());
        }
        return rule.getAsString().equals("exact") ? Tolerance.EXACT : Tolerance.of(rule.getAsDouble());
    }
}
