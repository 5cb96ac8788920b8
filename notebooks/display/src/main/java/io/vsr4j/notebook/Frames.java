package io.vsr4j.notebook;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.quality.report.Rgb;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.upscale.PixelConverter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Frames between videos, tensors and Java's pictures. Tensors are {@code [T, 3, H, W]} or {@code [3, H, W]} (or with one
 * channel, grey): floating point in 0..1, clamped where it is shown, or uint8 in 0..255. Frames of videos are as they are
 * stored; a rotation that players apply is not.
 */
public final class Frames {
    private Frames() {}

    /**
     * Reads frames of a video.
     *
     * @param owner of the result, on the CPU
     * @param video a video file
     * @param first display index of the first frame
     * @param count number of frames, at least 1
     * @return {@code float32 [count, 3, H, W]}, RGB in 0..1
     * @throws IllegalArgumentException if the video has no such frames
     * @throws IOException if it cannot be read
     */
    public static NDArray read(NDManager owner, Path video, int first, int count) throws IOException {
        try (FrameSource source = FrameReader.open(video, MediaLimits.DEFAULT)) {
            return read(owner, source, first, count);
        }
    }

    /**
     * Reads frames of a video that is open.
     *
     * @param owner of the result, on the CPU
     * @param source the video; stays open, at the frame after the last
     * @param first display index of the first frame
     * @param count number of frames, at least 1
     * @return {@code float32 [count, 3, H, W]}, RGB in 0..1
     * @throws IllegalArgumentException if the video has no such frames
     */
    public static NDArray read(NDManager owner, FrameSource source, int first, int count) {
        int frames = source.video().frames().count();
        if (first < 0 || count < 1 || first > frames - count) {
            throw new IllegalArgumentException("frames " + first + " to " + (first + count - 1)
                    + " were asked for; the video has 0 to " + (frames - 1));
        }
        Picture picture = source.video().newPicture();
        source.seek(first);
        try (NDManager scope = owner.newSubManager()) {
            PixelConverter converter = PixelConverter.of(source.video(), scope);
            NDList list = new NDList();
            for (int i = 0; i < count; i++) {
                source.read(picture);
                list.add(converter.read(scope, picture));
            }
            NDArray all = NDArrays.concat(list).clip(0, 1);
            all.attach(owner);
            return all;
        }
    }

    /**
     * {@return a frame of the media room as Java has it}
     *
     * @param picture samples in the layout of the video
     * @param video says what they mean
     */
    public static BufferedImage image(Picture picture, VideoInfo video) {
        try (NDManager manager = TorchEngine.newManager(Device.cpu())) {
            return image(PixelConverter.of(video, manager).read(manager, picture));
        }
    }

    /**
     * {@return the only frame of a tensor}
     *
     * @param frame {@code [3, H, W]}, or {@code [1, 3, H, W]}
     * @throws IllegalArgumentException if it is none, or has several
     */
    public static BufferedImage image(NDArray frame) {
        List<BufferedImage> images = images(frame);
        if (images.size() != 1) {
            throw new IllegalArgumentException(
                    "one frame is wanted, got " + frame.getShape() + "; take one with get(index)");
        }
        return images.get(0);
    }

    /**
     * {@return the frames of a tensor}
     *
     * @param frames {@code [T, 3, H, W]} or {@code [3, H, W]}
     * @throws IllegalArgumentException if it is none
     */
    public static List<BufferedImage> images(NDArray frames) {
        long[] shape = frames.getShape().getShape();
        int axes = shape.length;
        if (axes < 3 || axes > 4 || (shape[axes - 3] != 3 && shape[axes - 3] != 1)) {
            throw new IllegalArgumentException(
                    "frames must be [T, 3, H, W] or [3, H, W] (or with one channel), got " + frames.getShape());
        }
        DataType type = frames.getDataType();
        if (type != DataType.UINT8 && !type.isFloating()) {
            throw new IllegalArgumentException("frames must be uint8 or floating point, got " + type);
        }
        int count = axes == 4 ? (int) shape[0] : 1;
        int channels = (int) shape[axes - 3];
        int height = (int) shape[axes - 2];
        int width = (int) shape[axes - 1];
        float[] values = floats(frames);
        float most = type == DataType.UINT8 ? 1 : 255;
        List<BufferedImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            images.add(image(values, i * channels, channels, height, width, most));
        }
        return images;
    }

    private static BufferedImage image(float[] values, int plane, int channels, int height, int width, float most) {
        BufferedImage image = Rgb.blank(width, height);
        int[] pixels = Rgb.pixels(image);
        int size = width * height;
        for (int i = 0; i < size; i++) {
            int pixel = 0;
            for (int c = 0; c < 3; c++) {
                float value = values[(plane + Math.min(c, channels - 1)) * size + i] * most;
                pixel = pixel << 8 | Math.round(Math.max(0, Math.min(255, value)));
            }
            pixels[i] = pixel;
        }
        return image;
    }

    /**
     * {@return a matrix as arrays, for heat maps}
     *
     * @param map {@code [H, W]}, of any type
     * @throws IllegalArgumentException if it has other axes
     */
    public static float[][] matrix(NDArray map) {
        Shape shape = map.getShape();
        if (shape.dimension() != 2) {
            throw new IllegalArgumentException("a matrix must be [H, W], got " + shape);
        }
        float[] values = floats(map);
        int width = (int) shape.get(1);
        float[][] rows = new float[(int) shape.get(0)][width];
        for (int y = 0; y < rows.length; y++) {
            System.arraycopy(values, y * width, rows[y], 0, width);
        }
        return rows;
    }

    private static float[] floats(NDArray array) {
        try (NDManager scope = array.getManager().newSubManager()) {
            NDArray here = array.toDevice(Device.cpu(), true);
            here.attach(scope);
            NDArray single = here.toType(DataType.FLOAT32, true);
            single.attach(scope);
            return single.toFloatArray();
        }
    }

    /**
     * {@return a tensor of a picture}
     *
     * @param owner of the result
     * @param image any picture
     */
    public static NDArray tensor(NDManager owner, BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        float[] values = new float[3 * pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            for (int c = 0; c < 3; c++) {
                values[c * pixels.length + i] = (pixels[i] >> (16 - 8 * c) & 255) / 255f;
            }
        }
        return owner.create(values, new Shape(3, height, width));
    }

    /**
     * Writes frames as PNG files {@code 00000.png} and so on, which everything takes that takes a video.
     *
     * @param frames {@code [T, 3, H, W]} or {@code [3, H, W]}
     * @param folder is made if need be
     * @return the folder
     * @throws IOException if it cannot be written
     */
    public static Path save(NDArray frames, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<BufferedImage> images = images(frames);
        for (int i = 0; i < images.size(); i++) {
            Path file = folder.resolve(String.format(Locale.ROOT, "%05d.png", i));
            ImageIO.write(images.get(i), "png", file.toFile());
        }
        return folder;
    }

    /** {@return what was given as a picture: a {@link BufferedImage} or a tensor of one frame} */
    static BufferedImage any(Object frame) {
        if (frame instanceof BufferedImage image) {
            return image;
        }
        if (frame instanceof NDArray array) {
            return image(array);
        }
        throw new IllegalArgumentException("a frame must be a BufferedImage or an NDArray, got "
                + (frame == null ? "null" : frame.getClass().getName()));
    }
}
