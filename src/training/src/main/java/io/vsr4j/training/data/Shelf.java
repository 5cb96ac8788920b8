package io.vsr4j.training.data;

import ai.djl.ndarray.NDManager;
import io.vsr4j.degrade.Raster;
import io.vsr4j.degrade.ResizeFilter;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.MediaException;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaProbe;
import io.vsr4j.media.MediaSource;
import io.vsr4j.media.Picture;
import io.vsr4j.media.PictureFolder;
import io.vsr4j.media.Rational;
import io.vsr4j.media.VideoInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens videos and photos, and keeps some in memory: photos, and videos that are short enough to be decoded once. A long
 * video is opened anew for each clip, without being read through, and decoded from the key frame before it.
 */
final class Shelf {
    /** Most of the memory that one video may take. */
    private static final int SHARE = 4;
    /** Rows of a photo that are converted at a time. */
    private static final int BAND = 256;

    private static final Rational RATE = new Rational(24, 1);

    private final long longest;
    private final Kept<KeptFrames.Content> videos;
    private final Kept<PhotoPixels> photos;
    private final Map<Path, Probed> probed = new ConcurrentHashMap<>();

    /** What a file is, or why it is of no use. */
    private record Probed(VideoInfo video, MediaException problem) {}

    /** @param memory most bytes for what is kept */
    Shelf(long memory) {
        longest = memory / 2 / SHARE;
        videos = new Kept<>(memory / 2, KeptFrames.Content::bytes);
        photos = new Kept<>(memory / 2, photo -> photo.samples().length);
    }

    /**
     * Looks into a file; once.
     *
     * @param path a video, a folder of pictures, or a picture
     * @throws MediaException if it cannot be used
     */
    VideoInfo probe(Path path) throws IOException {
        Probed known = probed.get(path);
        if (known == null) {
            known = look(path);
            probed.put(path, known);
        }
        if (known.problem() != null) {
            throw known.problem();
        }
        return known.video();
    }

    private static Probed look(Path path) throws IOException {
        try {
            if (!Files.isDirectory(path)) {
                return new Probed(MediaProbe.probe(path, MediaLimits.DEFAULT).video(), null);
            }
            try (FrameSource pictures = PictureFolder.open(path, RATE, MediaLimits.DEFAULT)) {
                return new Probed(pictures.video(), null);
            }
        } catch (MediaException e) {
            return new Probed(null, e);
        }
    }

    /** {@return whether a video is kept as a whole, so that each of its frames costs the same} */
    boolean keeps(VideoInfo video) {
        long frame = video.format().bytes(video.width(), video.height());
        return video.frames().count() <= longest / frame;
    }

    /** {@return the frames of a video or of a folder of pictures; the caller closes them} */
    FrameSource frames(Path path) throws IOException {
        VideoInfo video = probe(path);
        if (!keeps(video)) {
            return open(path, video);
        }
        return new KeptFrames(videos.get(path, () -> {
            try (FrameSource source = open(path, video)) {
                return KeptFrames.Content.of(source);
            }
        }));
    }

    private static FrameSource open(Path path, VideoInfo video) throws IOException {
        return Files.isDirectory(path)
                ? PictureFolder.open(path, RATE, MediaLimits.DEFAULT)
                : FrameReader.open(MediaSource.of(path), video, MediaLimits.DEFAULT, 1);
    }

    /**
     * {@return a photo, its sides divided by {@code reduce}: most are compressed, and smaller they are sharper}
     *
     * @param scope for tensors
     */
    PhotoPixels photo(Path path, int reduce, NDManager scope) throws IOException {
        return photos.get(path, () -> {
            try (NDManager own = scope.newSubManager();
                    FrameSource source = PictureFolder.open(path, RATE, MediaLimits.DEFAULT)) {
                return reduced(source, reduce, own);
            }
        });
    }

    private static PhotoPixels reduced(FrameSource source, int reduce, NDManager scope) {
        VideoInfo video = source.video();
        Picture picture = video.newPicture();
        source.read(picture);
        Cutter cutter = new Cutter(video, scope);
        int width = video.width() / reduce;
        int height = video.height() / reduce;
        byte[] samples = new byte[Math.multiplyExact(3, Math.multiplyExact(width, height))];
        for (int top = 0; top < height; top += BAND) {
            int rows = Math.min(BAND, height - top);
            Cut band = new Cut(0, top * reduce, width * reduce, rows * reduce);
            Raster small = ResizeFilter.AREA.resize(cutter.cut(picture, band), width, rows);
            for (int i = 0; i < small.samples().length; i++) {
                int plane = i / (width * rows);
                samples[(plane * height + top) * width + i % (width * rows)] = (byte) small.code(i);
            }
        }
        return new PhotoPixels(width, height, samples);
    }
}
