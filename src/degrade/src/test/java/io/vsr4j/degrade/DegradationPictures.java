package io.vsr4j.degrade;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.CodecLoss;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.Picture;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.upscale.PixelConverter;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Makes the pictures of docs/degradations.md, which says how to call it. Not run with the tests. */
class DegradationPictures {
    private static final int LEFT = 96;
    private static final int TOP = 24;
    private static final int WIDTH = 120;
    private static final int HEIGHT = 90;
    private static final int ENLARGED = 2;
    private static final int COLUMNS = 5;
    private static final int LINE = 18;
    private static final int CLIP = 24;

    private final Map<String, Raster> cells = new LinkedHashMap<>();

    @Test
    void write() throws IOException {
        Path folder = Path.of("../../docs/pictures");
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            List<Raster> clip = clip(scope);
            operators(clip, scope);
            save(folder.resolve("degradations.png"));
            cells.clear();
            modes(clip.get(0));
            save(folder.resolve("degradations-temporal.png"));
        }
    }

    private void operators(List<Raster> clip, NDManager scope) throws IOException {
        Raster good = clip.get(0);
        cells.put("source", good);
        cells.put("unsharp masking", UnsharpMask.sharpen(good));
        Kernel.Profile gauss = Kernel.Profile.generalized(1);
        cells.put("Gauss, 2", Kernel.bell(21, 2, 2, 0, gauss).apply(good));
        cells.put("Gauss, 3 by 0.6, turned", Kernel.bell(21, 3, 0.6, 0.6, gauss).apply(good));
        cells.put(
                "generalised, beta 4",
                Kernel.bell(21, 2, 2, 0, Kernel.Profile.generalized(4)).apply(good));
        cells.put(
                "plateau, beta 2",
                Kernel.bell(21, 2, 2, 0, Kernel.Profile.plateau(2)).apply(good));
        cells.put("sinc, cutoff pi/3", Kernel.sinc(21, Math.PI / 3).apply(good));
        for (ResizeFilter filter : ResizeFilter.values()) {
            cells.put("to a third, " + filter.name().toLowerCase().replace('_', ' '), third(good, filter));
        }
        cells.put("Gaussian noise, 20", noisy(good, Noise.Kind.GAUSSIAN, false, 20));
        cells.put("Gaussian noise, 20, grey", noisy(good, Noise.Kind.GAUSSIAN, true, 20));
        cells.put("Poisson noise, 3", noisy(good, Noise.Kind.POISSON, false, 3));
        cells.put("Poisson noise, 3, grey", noisy(good, Noise.Kind.POISSON, true, 3));
        cells.put("JPEG, 95", jpeg(good, 95));
        cells.put("JPEG, 30", jpeg(good, 30));
        for (String encoder : List.of("libx264", "mpeg4", "mpeg2video")) {
            CodecLoss.Aim aim = CodecLoss.Aim.bitRate(1500);
            cells.put(encoder + ", 1.5 kbit a frame", last(clip, next -> new VideoCodec(encoder, aim, 1, scope, next)));
        }
        CodecLoss.Aim worst = CodecLoss.Aim.quality(32);
        cells.put("libx264, CRF 32", last(clip, next -> new VideoCodec("libx264", worst, 25, scope, next)));
        for (Preset preset : List.of(Preset.REALBASICVSR, Preset.H264)) {
            int scale = preset == Preset.H264 ? 2 : 4;
            for (int seed = 1; seed <= 2; seed++) {
                Order order = order(good, scale, seed, preset.temporal(), scope);
                cells.put(
                        preset.id() + " x1/" + scale + ", seed " + seed,
                        last(clip, next -> preset.before(order, next)));
            }
        }
    }

    /** A still clip, degraded in both modes: some of its frames, and how they differ from the first, eight times as much. */
    private void modes(Raster good) throws IOException {
        List<Raster> still = Collections.nCopies(CLIP, good);
        for (Temporal temporal : List.of(Temporal.CONSISTENT, Temporal.WALK)) {
            String mode = temporal.equals(Temporal.CONSISTENT) ? "consistent" : "walk";
            Gait gait = new Gait(temporal, 1);
            Random random = new Random(5);
            Rescale rescale = new Rescale(random, gait, 0, 1, 1, 0.15, 0.015);
            Jpeg jpeg = new Jpeg(random, new Walk(random, gait, 30, 95, 3));
            List<Raster> frames = Frames.through(
                    next -> Step.each(
                            rescale,
                            Step.each(jpeg, Step.each(frame -> ResizeFilter.CUBIC.resize(frame, WIDTH, HEIGHT), next))),
                    still);
            List<Integer> shown = List.of(0, 1, 8, 16, 23);
            shown.forEach(t -> cells.put(mode + ", frame " + t, frames.get(t)));
            shown.forEach(t -> cells.put(mode + ", " + t + " less 0, x8", difference(frames.get(t), frames.get(0))));
        }
    }

    private static Raster difference(Raster frame, Raster first) {
        Raster difference = Raster.of(frame.width(), frame.height());
        for (int i = 0; i < difference.samples().length; i++) {
            difference.samples()[i] = 128 + 8 * (frame.samples()[i] - first.samples()[i]);
        }
        return difference;
    }

    private static Order order(Raster good, int scale, long seed, Temporal temporal, NDManager scope) {
        return new Order(seed, good.width() / scale, good.height() / scale, temporal, scope);
    }

    private static Raster last(List<Raster> clip, Function<Step, Step> before) throws IOException {
        List<Raster> made = Frames.through(before, clip);
        return made.get(made.size() - 1);
    }

    private static Raster third(Raster good, ResizeFilter filter) {
        return filter.resize(good, good.width() / 3, good.height() / 3);
    }

    private static Raster noisy(Raster good, Noise.Kind kind, boolean grey, double strength) {
        Random random = new Random(1);
        Walk walk = new Walk(random, new Gait(Temporal.CONSISTENT, 0), strength, strength, 0);
        return new Noise(random, kind, grey, walk).apply(good.copy());
    }

    private static Raster jpeg(Raster good, double quality) throws IOException {
        Random random = new Random(1);
        return new Jpeg(random, new Walk(random, new Gait(Temporal.CONSISTENT, 0), quality, quality, 0))
                .apply(good.copy());
    }

    /** {@return the middle of some frames; the first one last, so that what is shown is the same everywhere} */
    private static List<Raster> clip(NDManager scope) throws IOException {
        List<Raster> clip = new ArrayList<>();
        Path sample = Path.of("../../samples/big-buck-bunny-320x180.mp4");
        try (FrameReader frames = FrameReader.open(sample, MediaLimits.DEFAULT)) {
            Picture picture = frames.video().newPicture();
            PixelConverter converter = PixelConverter.of(frames.video(), scope);
            for (int t = 0; t < CLIP; t++) {
                frames.read(picture);
                try (NDArray rgb = converter.read(scope, picture)) {
                    clip.add(cut(rgb.toFloatArray(), picture.width(), picture.height()));
                }
            }
        }
        Collections.reverse(clip);
        clip.add(0, clip.get(CLIP - 1));
        return clip;
    }

    private static Raster cut(float[] unit, int width, int height) {
        Raster cut = Raster.of(WIDTH, HEIGHT);
        for (int i = 0; i < cut.samples().length; i++) {
            int x = LEFT + i % WIDTH;
            int y = TOP + i / WIDTH % HEIGHT;
            cut.samples()[i] = 255 * Math.max(0, Math.min(1, unit[(i / (WIDTH * HEIGHT) * height + y) * width + x]));
        }
        return cut;
    }

    private void save(Path file) throws IOException {
        int cellWidth = WIDTH * ENLARGED + 4;
        int cellHeight = HEIGHT * ENLARGED + LINE;
        int rows = (cells.size() + COLUMNS - 1) / COLUMNS;
        BufferedImage sheet = new BufferedImage(COLUMNS * cellWidth, rows * cellHeight, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        g.setColor(Color.BLACK);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        int i = 0;
        for (Map.Entry<String, Raster> cell : cells.entrySet()) {
            int x = i % COLUMNS * cellWidth;
            int y = i / COLUMNS * cellHeight;
            g.drawImage(image(cell.getValue()), x, y + LINE, WIDTH * ENLARGED, HEIGHT * ENLARGED, null);
            g.drawString(cell.getKey(), x + 2, y + 13);
            i++;
        }
        ImageIO.write(sheet, "png", file.toFile());
    }

    private static BufferedImage image(Raster frame) {
        int plane = frame.width() * frame.height();
        BufferedImage image = new BufferedImage(frame.width(), frame.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < plane; i++) {
            int rgb = frame.code(i) << 16 | frame.code(i + plane) << 8 | frame.code(i + 2 * plane);
            image.setRGB(i % frame.width(), i / frame.width(), rgb);
        }
        return image;
    }
}
