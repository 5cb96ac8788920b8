package io.vsr4j.quality.evaluate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.ColourTags;
import io.vsr4j.media.FrameIndex;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PictureFolder;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.Rational;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.tensor.Resize;
import io.vsr4j.upscale.PixelConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;

/** Frames of another source, each changed in the same way, as 8-bit RGB. It owns the other source. */
public final class RgbFrames implements FrameSource {
    /** The layout of all frames of an evaluation. */
    public static final PixelFormat RGB = new PixelFormat(PixelFormat.Model.RGB, 8, 0, 0);

    private static final Rational PICTURE_RATE = new Rational(24, 1);

    private final FrameSource source;
    private final VideoInfo video;
    private final Change change;
    private final Picture read;

    /** What is done to each frame. */
    private interface Change {
        void apply(Picture from, Picture into);
    }

    private RgbFrames(FrameSource source, VideoInfo video, Change change) {
        this.source = source;
        this.video = video;
        this.change = change;
        this.read = source.video().newPicture();
    }

    /**
     * Opens a clip.
     *
     * @param clip a video, or a folder of pictures
     * @param scope for tensors; outlives the frames
     * @return its frames, as players turn them
     * @throws io.vsr4j.media.MediaException if it cannot be used
     * @throws IOException if it cannot be read
     */
    static FrameSource open(Path clip, NDManager scope) throws IOException {
        FrameSource source = Files.isDirectory(clip)
                ? PictureFolder.open(clip, PICTURE_RATE, MediaLimits.DEFAULT)
                : FrameReader.open(clip, MediaLimits.DEFAULT);
        VideoInfo video = source.video();
        if (video.format().equals(RGB) && video.rotation() == 0) {
            return source;
        }
        int quarters = video.rotation() / 90;
        boolean turned = quarters % 2 == 1;
        VideoInfo rgb =
                describe(video, turned ? video.height() : video.width(), turned ? video.width() : video.height());
        PixelConverter from = PixelConverter.of(video, scope);
        PixelConverter into = PixelConverter.of(rgb, scope);
        return new RgbFrames(source, rgb, (picture, made) -> {
            try (NDManager step = scope.newSubManager()) {
                NDArray frame = from.read(step, picture);
                // The operation turns from the first axis to the second, which is counter-clockwise.
                into.write(quarters == 0 ? frame : frame.rotate90(4 - quarters, new int[] {2, 3}), made);
            }
        });
    }

    /** {@return frames reduced as MATLAB's {@code imresize} does} */
    static FrameSource reduced(FrameSource source, int scale, NDManager scope) {
        VideoInfo video = source.video();
        VideoInfo small = describe(video, video.width() / scale, video.height() / scale);
        PixelConverter from = PixelConverter.of(video, scope);
        PixelConverter into = PixelConverter.of(small, scope);
        return new RgbFrames(source, small, (picture, made) -> {
            try (NDManager step = scope.newSubManager()) {
                into.write(Resize.matlab(from.read(step, picture), 1.0 / scale, true), made);
            }
        });
    }

    /** {@return a part of the first frames} */
    static FrameSource part(FrameSource source, int frames, int left, int top, int width, int height) {
        VideoInfo video = source.video();
        if (frames == video.frames().count() && width == video.width() && height == video.height()) {
            return source;
        }
        VideoInfo part = describe(video, width, height).withFrames(first(video.frames(), frames));
        return new RgbFrames(source, part, (picture, made) -> {
            byte[] row = new byte[width];
            for (int plane = 0; plane < RGB.planes(); plane++) {
                for (int y = 0; y < height; y++) {
                    picture.data().get(picture.planeOffset(plane) + (top + y) * picture.width() + left, row);
                    made.data().put(made.planeOffset(plane) + y * width, row);
                }
            }
        });
    }

    private static FrameIndex first(FrameIndex all, int count) {
        if (count == all.count()) {
            return all;
        }
        int[] keys = Arrays.stream(all.keys()).filter(key -> key < count).toArray();
        return new FrameIndex(all.timeBase(), Arrays.copyOf(all.pts(), count), keys, all.pts()[count]);
    }

    /** {@return a video of another size, with the same times} */
    static VideoInfo describe(VideoInfo source, int width, int height) {
        ColourTags said = source.colour();
        return new VideoInfo(
                source.stream(),
                source.codec(),
                width,
                height,
                RGB,
                false,
                new ColourTags(0, said.primaries(), said.transfer(), 2, 0),
                source.sampleAspect(),
                0,
                false,
                source.hdr(),
                source.frameRate(),
                source.frames());
    }

    @Override
    public VideoInfo video() {
        return video;
    }

    @Override
    public void seek(int frame) {
        source.seek(frame);
    }

    @Override
    public void read(Picture into) {
        source.read(read);
        change.apply(read, into);
        into.pts(read.pts());
        into.damaged(read.damaged());
    }

    @Override
    public BitSet damagedFrames() {
        return source.damagedFrames();
    }

    @Override
    public void close() {
        source.close();
    }
}
