package io.vsr4j.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Numbered pictures as a video: PNG, JPEG or TIFF files of one size, in natural order (2 before 10). Layout and colour
 * are those of the first picture.
 */
public final class PictureFolder implements FrameSource {
    private final List<Path> files;
    private final VideoInfo video;
    private final List<String> notes;
    private final PictureDecoder decoder;
    private final FrameConverter converter;
    private int next;

    private PictureFolder(
            List<Path> files, VideoInfo video, List<String> notes, PictureDecoder decoder, FrameConverter converter) {
        this.files = files;
        this.video = video;
        this.notes = notes;
        this.decoder = decoder;
        this.converter = converter;
    }

    /**
     * {@return whether an input means pictures: a pattern such as {@code dir/?.png} or {@code dir/%05d.png}, or a folder
     * with PNG, JPEG or TIFF files in it}
     *
     * @param input what the user named
     * @throws IOException if a folder cannot be listed
     */
    public static boolean accepts(Path input) throws IOException {
        return PictureFiles.isPattern(input)
                || Files.isDirectory(input) && !PictureFiles.of(input).isEmpty();
    }

    /**
     * Opens pictures. Their sizes are compared before the first one is read.
     *
     * @param input a folder, a pattern, or one picture
     * @param rate frames a second; frame n is shown at n / rate
     * @param limits what is refused
     * @return the pictures, at the first one
     * @throws MediaException if there are none, or one is not like the others
     * @throws IOException if one cannot be read
     */
    public static PictureFolder open(Path input, Rational rate, MediaLimits limits) throws IOException {
        if (rate.num() < 1 || rate.den() < 1) {
            throw new IllegalArgumentException("the frame rate must be above 0, got " + rate);
        }
        List<Path> files = PictureFiles.of(input);
        if (files.isEmpty()) {
            throw new MediaException(input + ": there are no PNG, JPEG or TIFF pictures; is the pattern right?");
        }
        if (files.size() > limits.maxFrames()) {
            throw new MediaException(
                    input + ": has " + files.size() + " pictures, more than the limit of " + limits.maxFrames());
        }
        PictureDecoder decoder = new PictureDecoder(limits);
        try {
            List<String> notes = new ArrayList<>();
            FrameFacts first = FrameFacts.of(decoder.decode(files.get(0)), FieldOrder.PROGRESSIVE);
            for (Path file : files) {
                int[] size = decoder.size(file);
                if (size[0] > 0) {
                    checkLikeFirst(file, size[0], size[1], first.width(), first.height());
                }
            }
            VideoInfo video = describe(files, first, rate, notes);
            String name = input.toString();
            return new PictureFolder(
                    files,
                    video,
                    List.copyOf(notes),
                    decoder,
                    new FrameConverter(name, video.width(), video.height(), video.format(), video.colour()));
        } catch (IOException | RuntimeException e) {
            decoder.close();
            throw e;
        }
    }

    /**
     * {@return width and height of a picture as its first bytes say; 0 if they do not}
     *
     * @param picture a file
     * @param limits what is refused
     * @throws MediaException if it is no picture
     * @throws IOException if it cannot be read
     */
    public static int[] size(Path picture, MediaLimits limits) throws IOException {
        try (PictureDecoder decoder = new PictureDecoder(limits)) {
            return decoder.size(picture);
        }
    }

    /** {@return the pictures, by display index} */
    public List<Path> files() {
        return files;
    }

    /** {@return what a user should know: an alpha plane that is not kept, and the like} */
    public List<String> notes() {
        return notes;
    }

    @Override
    public VideoInfo video() {
        return video;
    }

    @Override
    public void seek(int frame) {
        if (frame < 0 || frame >= files.size()) {
            throw new IllegalArgumentException("frame must be in 0.." + (files.size() - 1) + ", got " + frame);
        }
        next = frame;
    }

    /**
     * Reads the next picture. One that cannot be decoded is an error that names the file: unlike a damaged frame in the
     * middle of a video, it can be replaced.
     */
    @Override
    public void read(Picture into) {
        if (next >= files.size()) {
            throw new IllegalStateException("there is no picture after " + files.get(files.size() - 1));
        }
        Path file = files.get(next);
        try {
            AVFrame frame = decoder.decode(file);
            checkLikeFirst(file, frame.width(), frame.height(), video.width(), video.height());
            PictureCopy.copy(converter.convert(frame), into);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
        into.damaged(false);
        into.pts(next++);
    }

    @Override
    public void close() {
        converter.close();
        decoder.close();
    }

    private static void checkLikeFirst(Path file, int width, int height, int firstWidth, int firstHeight) {
        if (width != firstWidth || height != firstHeight) {
            throw new MediaException(file + ": is " + width + "x" + height + ", but the first picture is " + firstWidth
                    + "x" + firstHeight + ", and all must have one size");
        }
    }

    private static VideoInfo describe(List<Path> files, FrameFacts first, Rational rate, List<String> notes)
            throws IOException {
        String file = files.get(0).toString();
        SampleLayout layout = SampleLayout.of(file, first.avFormat());
        if (layout.alpha()) {
            notes.add("the alpha plane of " + layout.name() + " is not kept");
        }
        boolean rgb = layout.format().model() == PixelFormat.Model.RGB;
        ColourTags said = first.colour();
        // Pictures fill the whole range: JPEG by its own standard, the others as RGB and grey do.
        ColourTags colour =
                new ColourTags(rgb ? 0 : said.matrix(), said.primaries(), said.transfer(), 2, said.chromaLocation());
        FrameIndex index = new FrameIndex(
                new Rational(rate.den(), rate.num()),
                LongStream.range(0, files.size()).toArray(),
                IntStream.range(0, files.size()).toArray(),
                files.size());
        return new VideoInfo(
                0,
                PictureDecoder.name(files.get(0)),
                first.width(),
                first.height(),
                layout.format(),
                layout.alpha(),
                colour,
                first.aspect().num() > 0 ? first.aspect() : new Rational(1, 1),
                first.rotation().orElse(DisplayMatrix.NONE).rotation(),
                false,
                first.hdr(),
                rate,
                index);
    }
}
