package io.vsr4j.quality.classic;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.quality.FramePair;
import io.vsr4j.quality.FramePair.Side;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Score;
import io.vsr4j.quality.pixel.RgbRow;
import io.vsr4j.quality.pixel.RowSource;
import io.vsr4j.tensor.TorchEngine;

/** Measures each frame alone. */
final class NiqeMeter implements Meter {
    private final NiqeFeatures features;
    private final NiqeDistance distance;
    private final NDManager manager = TorchEngine.newManager(Device.cpu());
    private final int width;
    private final int height;
    private final int crop;
    private final double[] scores;

    NiqeMeter(MeterSetting setting, NiqeModel model) {
        features = new NiqeFeatures(model.window());
        distance = new NiqeDistance(model);
        crop = setting.crop();
        width = FrameScores.width(setting);
        height = FrameScores.height(setting);
        scores = new double[setting.frames()];
    }

    /** A covariance needs more than one block. */
    static void checkSize(MeterSetting setting) {
        int width = FrameScores.width(setting);
        int height = FrameScores.height(setting);
        if ((width / NiqeFeatures.BLOCK) * (height / NiqeFeatures.BLOCK) < 2) {
            throw new IllegalArgumentException("niqe needs frames of at least two blocks of 96x96 pixels, got " + width + "x"
                    + height);
        }
    }

    @Override
    public void accept(FramePair pair) {
        scores[pair.index()] = distance.of(features(pair));
    }

    /** {@return features of each block of a frame} */
    double[][] features(FramePair pair) {
        return features.of(manager, luma(pair.rows(Side.OUTPUT)), width, height);
    }

    private float[] luma(RowSource rows) {
        float[] luma = new float[width * height];
        RgbRow row = new RgbRow(width + 2 * crop);
        float[] line = new float[row.width()];
        for (int y = 0; y < height; y++) {
            rows.read(y + crop, row);
            Luma.LIMITED_ROUNDED.of(row, line);
            for (int x = 0; x < width; x++) {
                luma[y * width + x] = line[RgbRow.place(x + crop, row.width())];
            }
        }
        return luma;
    }

    @Override
    public Score finish() {
        return Score.mean(scores);
    }

    @Override
    public void close() {
        manager.close();
    }
}
