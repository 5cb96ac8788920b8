package io.vsr4j.quality.report;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.media.Picture;
import io.vsr4j.quality.Comparison;
import io.vsr4j.quality.Comparison.MetricResult;
import io.vsr4j.quality.FrameLookup;
import io.vsr4j.quality.FramePair;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricCard.Better;
import io.vsr4j.quality.Score;
import io.vsr4j.tensor.TorchEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A film of moving stripes and a worse copy of it: every frame has some noise, and frame {@link #BAD} a bright square at
 * {@link #SQUARE_X}, {@link #SQUARE_Y}.
 */
record MadeFilm(int width, int height, int frames, boolean compared) implements FrameLookup {
    static final int BAD = 17;
    static final int SQUARE_X = 100;
    static final int SQUARE_Y = 40;
    static final int SQUARE = 24;

    static final MadeFilm SHORT = new MadeFilm(192, 108, 48, true);

    @Override
    public void at(int index, Consumer<FramePair> look) {
        try (NDManager manager = TorchEngine.newManager(ai.djl.Device.cpu())) {
            look.accept(new Pair(this, manager, index));
        }
    }

    private record Pair(MadeFilm film, NDManager manager, int index) implements FramePair {
        @Override
        public double seconds() {
            return index / 24.0;
        }

        @Override
        public boolean hasReference() {
            return film.compared;
        }

        @Override
        public Picture picture(Side side) {
            throw new UnsupportedOperationException();
        }

        @Override
        public NDArray rgb(Side side) {
            int area = film.width * film.height;
            float[] values = new float[3 * area];
            Random noise = new Random(index);
            for (int i = 0; i < values.length; i++) {
                int x = i % film.width;
                int y = i % area / film.width;
                int level = 60 + (x + 2 * index + 20 * (i / area)) % 64 + y * 60 / film.height;
                if (side == Side.OUTPUT) {
                    level += noise.nextInt(9) - 4 + (index == BAD && inSquare(x, y) ? 90 : 0);
                }
                values[i] = level / 255f;
            }
            return manager.create(values, new Shape(1, 3, film.height, film.width));
        }

        private static boolean inSquare(int x, int y) {
            return x >= SQUARE_X && x < SQUARE_X + SQUARE && y >= SQUARE_Y && y < SQUARE_Y + SQUARE;
        }
    }

    /** {@return what a comparison of both might have found, with a metric that lacks its weights} */
    Comparison comparison(String reference, String output) {
        List<MetricResult> results = new ArrayList<>();
        results.add(measured("psnr", Better.HIGHER, i -> i == BAD ? 21.5 : 40 + Math.sin(i / 4.0)));
        results.add(measured("ssim", Better.HIGHER, i -> i == BAD ? 0.81 : 0.97 + Math.sin(i / 9.0) / 100));
        results.add(measured("flicker", Better.LOWER, i -> i == 0 ? Double.NaN : 0.4 + Math.cos(i / 3.0) / 20));
        results.add(new MetricResult(
                card("dover", Better.HIGHER), new Score(0.61, new double[0], Map.of("technical", 0.5)), null));
        results.add(new MetricResult(card("lpips", Better.LOWER), null, "lpips needs the file alexnet"));
        double[] times = IntStream.range(0, frames).mapToDouble(i -> i / 24.0).toArray();
        return new Comparison(
                compared ? reference : null,
                output,
                width,
                height,
                times,
                results,
                List.of("The reference was made smaller to fit the output."));
    }

    private MetricResult measured(String id, Better better, IntFunction<Double> value) {
        double[] values = IntStream.range(0, frames).mapToDouble(value::apply).toArray();
        return new MetricResult(card(id, better), Score.mean(values), null);
    }

    private static MetricCard card(String id, Better better) {
        return new MetricCard(
                id,
                id.toUpperCase(),
                better,
                true,
                "the definition of " + id + ", with a < b & c",
                "R'G'B', 0 to 1",
                "none",
                "its inventors",
                List.of(),
                "");
    }

    /** {@return the report as text} */
    String page(java.nio.file.Path folder, Comparison comparison) throws java.io.IOException {
        ReportFile file = new ReportFile(folder.resolve("report.html"));
        Report.of(comparison, java.util.Optional.empty()).write(this, file, done -> {});
        return java.nio.file.Files.readString(file.path());
    }
}
