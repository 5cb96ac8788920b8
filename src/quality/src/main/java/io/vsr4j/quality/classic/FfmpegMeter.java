package io.vsr4j.quality.classic;

import io.vsr4j.media.Picture;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.quality.FramePair;
import io.vsr4j.quality.FramePair.Side;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Score;
import io.vsr4j.quality.pixel.SampleRows;
import java.util.LinkedHashMap;
import java.util.Map;

/** Compares planes of code values as they are stored, without a conversion. */
abstract class FfmpegMeter implements Meter {
    /** Names of planes, in their order. */
    private static final String[] YUV = {"y", "u", "v"};

    private static final String[] RGB = {"g", "b", "r"};

    final double[] scores;
    private final String id;
    private PixelFormat format;
    private double[] shares;
    private double[] sums;
    private int frames;

    FfmpegMeter(String id, MeterSetting setting) {
        this.id = id;
        this.scores = new double[setting.frames()];
    }

    /**
     * Compares a plane.
     *
     * @param most largest code value
     * @return a number of which the mean over frames is taken
     */
    abstract double plane(SampleRows reference, SampleRows output, int height, int most);

    /** {@return what the mean number of a plane, or of all, means} */
    abstract double meaning(double number, int most);

    /** {@return what all planes together are called} */
    abstract String together();

    @Override
    public final void accept(FramePair pair) {
        Picture reference = pair.picture(Side.REFERENCE);
        Picture output = pair.picture(Side.OUTPUT);
        if (format == null) {
            begin(reference, output);
        }
        double[] numbers = new double[format.planes()];
        double all = 0;
        for (int p = 0; p < numbers.length; p++) {
            int height = format.planeHeight(p, output.height());
            numbers[p] = plane(new SampleRows(reference, p), new SampleRows(output, p), height, most());
            sums[p] += numbers[p];
            all += numbers[p] * shares[p];
        }
        scores[pair.index()] = meaning(mainly(numbers[0], all), most());
        frames++;
    }

    private void begin(Picture reference, Picture output) {
        if (!reference.format().equals(output.format())) {
            throw new IllegalArgumentException(id + " compares samples as they are stored, so both must have one layout;"
                    + " the reference is " + reference.format() + ", the output " + output.format());
        }
        format = output.format();
        sums = new double[format.planes()];
        shares = new double[format.planes()];
        double samples = (double) format.bytes(output.width(), output.height()) / format.bytesPerSample();
        for (int p = 0; p < shares.length; p++) {
            shares[p] = format.planeWidth(p, output.width()) * (double) format.planeHeight(p, output.height()) / samples;
        }
    }

    @Override
    public final Score finish() {
        Map<String, Double> parts = new LinkedHashMap<>();
        double all = 0;
        for (int p = 0; p < format.planes(); p++) {
            double mean = sums[p] / frames;
            all += mean * shares[p];
            parts.put((format.model() == PixelFormat.Model.RGB ? RGB : YUV)[p], meaning(mean, most()));
        }
        parts.put(together(), meaning(all, most()));
        return new Score(meaning(mainly(sums[0] / frames, all), most()), scores, parts);
    }

    /** Luma, if there is one. */
    private double mainly(double first, double all) {
        return format.model() == PixelFormat.Model.RGB ? all : first;
    }

    private int most() {
        return (1 << format.depth()) - 1;
    }

    @Override
    public final void close() {}
}
