package io.vsr4j.notebook;

import ai.djl.ndarray.NDArray;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.quality.Comparison;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Chart;

/**
 * Shows things below the cell that runs. Frames are {@link BufferedImage}s or tensors as {@link Frames} describes them; large
 * pictures are reduced, labels may hold anything.
 *
 * <pre>{@code
 * import static io.vsr4j.notebook.Show.*;
 *
 * slider(label("source", small), label("upscaled", large));
 * crop(new Rectangle(120, 40, 48, 32), label("source", small), label("upscaled", large));
 * }</pre>
 */
public final class Show {
    private static final int FRAME_SIDE = 480;
    private static final int ONE_FRAME_SIDE = 960;

    private Show() {}

    /**
     * {@return something under a name}
     *
     * @param label any words
     * @param value what they are for
     * @param <T> what that is
     */
    public static <T> Labelled<T> label(String label, T value) {
        return new Labelled<>(label, value);
    }

    /**
     * Shows pictures side by side.
     *
     * @param images at least one
     */
    public static void frames(BufferedImage... images) {
        List<Labelled<?>> numbered = new ArrayList<>();
        for (BufferedImage image : images) {
            numbered.add(label(images.length == 1 ? "" : "frame " + numbered.size(), image));
        }
        framesOf(numbered);
    }

    /**
     * Shows the frames of a tensor side by side.
     *
     * @param frames {@code [T, 3, H, W]} or {@code [3, H, W]}: floating point in 0..1, or uint8
     */
    public static void frames(NDArray frames) {
        frames(Frames.images(frames).toArray(BufferedImage[]::new));
    }

    /**
     * Shows a frame of the media room.
     *
     * @param picture samples in the layout of the video
     * @param video says what they mean
     */
    public static void frames(Picture picture, VideoInfo video) {
        frames(Frames.image(picture, video));
    }

    /**
     * Shows frames of a video.
     *
     * @param source stays open, behind the last of the frames
     * @param indices their display indices
     */
    public static void frames(FrameSource source, int... indices) {
        List<Labelled<?>> frames = new ArrayList<>();
        Picture picture = source.video().newPicture();
        for (int index : indices) {
            source.seek(index);
            source.read(picture);
            frames.add(label("frame " + index, Frames.image(picture, source.video())));
        }
        framesOf(frames);
    }

    /**
     * Shows pictures side by side, with names.
     *
     * @param frames each a {@link BufferedImage} or a tensor of one frame
     */
    public static void frames(Labelled<?>... frames) {
        framesOf(List.of(frames));
    }

    private static void framesOf(List<Labelled<?>> frames) {
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("at least one frame is needed, got none");
        }
        var html = Embedded.row();
        List<String> words = new ArrayList<>();
        for (Labelled<?> frame : frames) {
            BufferedImage image = Frames.any(frame.value());
            int side = frames.size() == 1 ? ONE_FRAME_SIDE : FRAME_SIDE;
            Embedded.figure(html, frame.label(), Embedded.small(image, side));
            words.add((frame.label() + " " + image.getWidth() + "x" + image.getHeight()).strip());
        }
        Screen.show(Output.html(html.close("div"), "frames: " + String.join(", ", words)));
    }

    /**
     * Shows one place of several pictures, enlarged so that pixels are seen, behind the whole first picture with the place
     * marked. Pictures may differ in size, not in proportions.
     *
     * @param place in pixels of the first picture
     * @param frames each a {@link BufferedImage} or a tensor of one frame
     */
    public static void crop(Rectangle place, Labelled<?>... frames) {
        List<Labelled<BufferedImage>> pictures = new ArrayList<>();
        for (Labelled<?> frame : frames) {
            pictures.add(label(frame.label(), Embedded.plain(Frames.any(frame.value()))));
        }
        Screen.show(CropRow.of(place, pictures));
    }

    /**
     * Shows two pictures one over the other, with a divider to move.
     *
     * @param before left of it: a {@link BufferedImage} or a tensor of one frame
     * @param after right of it, of the same proportions
     */
    public static void slider(Object before, Object after) {
        slider(label("before", before), label("after", after));
    }

    /**
     * Shows two pictures one over the other, with a divider to move.
     *
     * @param before left of it: a {@link BufferedImage} or a tensor of one frame
     * @param after right of it, of the same proportions
     */
    public static void slider(Labelled<?> before, Labelled<?> after) {
        Screen.show(Slider.of(before, after));
    }

    /**
     * Shows a video that plays in the notebook, and some of its frames below for viewers that show no video. It is reduced to
     * 480 lines; what would take more than 8 MB is shown by its frames alone.
     *
     * @param video a video file
     * @throws IOException if it cannot be read
     */
    public static void video(Path video) throws IOException {
        VideoView.of(video).forEach(Screen::show);
    }

    /**
     * Shows a table.
     *
     * @param columns heads
     * @param rows of as many cells each; numbers stand at the right
     */
    public static void table(List<?> columns, List<? extends List<?>> rows) {
        Screen.show(Table.of(columns, rows));
    }

    /**
     * Shows what came of comparisons: a row for each metric of the first one, a column for each video. An arrow says which
     * numbers are good.
     *
     * @param comparisons with what the videos are called
     */
    @SafeVarargs
    public static void table(Labelled<Comparison>... comparisons) {
        Screen.show(Table.of(List.of(comparisons)));
    }

    /**
     * Shows a chart of XChart's.
     *
     * @param chart any
     */
    public static void plot(Chart<?, ?> chart) {
        Screen.show(Plots.of(chart));
    }

    /**
     * Shows lines.
     *
     * @param title above the plot
     * @param across below it
     * @param up beside it
     * @param series each {@code double[]}, {@code float[]} or a list of numbers, over 0, 1, 2, ...; or
     *     {@code double[][] {xs, ys}}
     */
    public static void plot(String title, String across, String up, Labelled<?>... series) {
        Screen.show(Plots.of(Plots.lines(title, across, up, List.of(series))));
    }

    /**
     * Shows matrices as colours, with one scale from the lowest to the highest number of all.
     *
     * @param maps rows of equal length
     */
    public static void heat(float[][]... maps) {
        List<Labelled<float[][]>> numbered = new ArrayList<>();
        Arrays.stream(maps).forEach(map -> numbered.add(label(maps.length == 1 ? "" : "map " + numbered.size(), map)));
        Screen.show(HeatMap.of("", numbered));
    }

    /**
     * Shows matrices as colours, with one scale from the lowest to the highest number of all.
     *
     * @param title above them
     * @param maps rows of equal length; {@link Frames#matrix} makes them of tensors
     */
    @SafeVarargs
    public static void heat(String title, Labelled<float[][]>... maps) {
        Screen.show(HeatMap.of(title, List.of(maps)));
    }

    /**
     * Shows matrices as colours, with a scale of your own.
     *
     * @param title above them
     * @param low number of the darkest colour
     * @param high number of the brightest
     * @param maps rows of equal length
     */
    @SafeVarargs
    public static void heat(String title, float low, float high, Labelled<float[][]>... maps) {
        Screen.show(HeatMap.of(title, low, high, List.of(maps)));
    }

    /**
     * Shows a bar that moves in its place.
     *
     * @param title before the numbers
     * @param total number of steps
     * @return the bar; close it when all is done
     */
    public static Progress progress(String title, int total) {
        return new Progress(title, total);
    }

    /**
     * Shows a bar for a job, which knows itself how many frames it has.
     *
     * @param title before the numbers
     * @return the bar, to be given to the job as its listener
     */
    public static Progress progress(String title) {
        return new Progress(title, 0);
    }
}
