package io.vsr4j.media;

import io.vsr4j.media.PixelFormat.Model;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Writes each frame as a picture of its own: PNG, TIFF or JPEG, numbered by a pattern such as {@code %05d.png}. A
 * picture appears under its name when it is whole; closing without {@link #finish} takes all of them away again.
 */
public final class PictureWriter implements FrameSink {
    private static final Pattern NUMBERED = Pattern.compile("[^%/\\\\]*%0?[1-9]?d[^%/\\\\]*");
    /** JPEG's quantiser 2 of 31, in FFmpeg's unit: no artefacts to be seen. */
    private static final String JPEG_QUALITY = Integer.toString(2 * 118);

    private final Path folder;
    private final String pattern;
    private final boolean overwrite;
    private final Encoder encoder;
    private final int first;
    private int next;
    private boolean finished;
    private boolean closed;

    /**
     * @param folder an existing folder
     * @param pattern file name with a place for the number: {@code %d}, or {@code %05d} and the like
     * @param first number of the first picture
     * @param video what {@link #target} gives
     * @param overwrite whether pictures of those names may be replaced
     * @throws IOException if the folder cannot be written to
     */
    public PictureWriter(Path folder, String pattern, int first, OutputVideo video, boolean overwrite)
            throws IOException {
        Kind kind = Kind.of(pattern);
        PixelFormat wanted = kind.format(video.format());
        if (!video.format().equals(wanted)) {
            throw new MediaException(kind + " pictures hold " + wanted + ", got " + video.format());
        }
        this.folder = folder;
        this.pattern = pattern;
        this.first = first;
        this.overwrite = overwrite;
        next = first;
        Publish.checkTarget(file(first), overwrite);
        encoder = new Encoder(kind.encoder, kind.layout(wanted), video, 1, 1, kind.options());
    }

    /**
     * {@return how pictures for a name of that extension must be delivered: RGB or grey of 8 or 16 bits for PNG and
     * TIFF, 8-bit YUV by BT.601 in full range for JPEG}
     *
     * @param pattern file name or pattern
     * @param source what the pictures come from
     * @param width new width in pixels, after the source's rotation: pictures are written upright
     * @param height new height in pixels, after the source's rotation
     * @throws MediaException if pictures of that extension cannot be written
     */
    public static OutputVideo target(String pattern, VideoInfo source, int width, int height) {
        Kind kind = Kind.of(pattern);
        PixelFormat format = kind.format(source.format());
        OutputVideo video = OutputVideo.of(source, width, height, format);
        ColourTags said = video.colour();
        Rational aspect = video.sampleAspect();
        boolean turned = source.rotation() % 180 != 0 && aspect.num() > 0;
        int matrix = kind == Kind.JPEG ? 6 : format.model() == Model.GRAY ? said.matrix() : 0;
        return new OutputVideo(
                width,
                height,
                format,
                new ColourTags(matrix, said.primaries(), said.transfer(), 2, kind == Kind.JPEG ? 2 : 0),
                turned ? new Rational(aspect.den(), aspect.num()) : aspect,
                0,
                video.timeBase(),
                video.frameRate(),
                HdrMetadata.NONE);
    }

    @Override
    public void write(Picture picture) throws IOException {
        encoder.encode(picture, this::save);
    }

    private void save(AVPacket packet) throws IOException {
        Path file = file(next);
        Path part = Publish.partOf(file);
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            var bytes = packet.data().capacity(packet.size()).asByteBuffer();
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        } catch (IOException e) {
            Publish.discard(part);
            throw new IOException("cannot write " + file + ": " + Publish.reason(e), e);
        }
        if (!overwrite && Files.exists(file)) {
            Publish.discard(part);
            throw new FileAlreadyExistsException(file.toString(), null, "exists; ask to overwrite it");
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        next++;
    }

    @Override
    public void finish() throws IOException {
        encoder.flush(this::save);
        Publish.syncFolder(folder);
        finished = true;
        close();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        encoder.close();
        for (int number = first; !finished && number < next; number++) {
            Publish.discard(file(number));
        }
    }

    private Path file(int number) {
        return folder.resolve(String.format(Locale.ROOT, pattern, number));
    }

    /** A kind of picture file. */
    private enum Kind {
        PNG("png"),
        TIFF("tiff"),
        JPEG("mjpeg");

        private final String encoder;

        Kind(String encoder) {
            this.encoder = encoder;
        }

        static Kind of(String pattern) {
            String extension = pattern.substring(pattern.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
            if (!NUMBERED.matcher(pattern).matches()) {
                throw new MediaException(
                        "a pattern for pictures names one file and holds one number, as %05d.png does; got '" + pattern
                                + "'");
            }
            return switch (extension) {
                case "png" -> PNG;
                case "tif", "tiff" -> TIFF;
                case "jpg", "jpeg" -> JPEG;
                default ->
                    throw new MediaException(
                            "pictures are written as png, tif, tiff, jpg or jpeg, got '" + pattern + "'");
            };
        }

        PixelFormat format(PixelFormat source) {
            if (this == JPEG) {
                boolean known = source.model() == Model.YUV
                        && source.chromaShiftX() < 2
                        && source.chromaShiftY() <= source.chromaShiftX();
                return known
                        ? new PixelFormat(Model.YUV, 8, source.chromaShiftX(), source.chromaShiftY())
                        : new PixelFormat(Model.YUV, 8, 0, 0);
            }
            Model model = source.model() == Model.GRAY ? Model.GRAY : Model.RGB;
            return new PixelFormat(model, source.depth() == 8 ? 8 : 16, 0, 0);
        }

        /** FFmpeg's name of the same samples as the encoder wants them: packed, and big endian in PNG. */
        String layout(PixelFormat format) {
            if (this == JPEG) {
                return PictureFrame.name(format);
            }
            String endian = format.depth() == 8 ? "" : this == PNG ? "be" : "le";
            boolean grey = format.model() == Model.GRAY;
            return (grey ? format.depth() == 8 ? "gray" : "gray16" : format.depth() == 8 ? "rgb24" : "rgb48") + endian;
        }

        Map<String, String> options() {
            Map<String, String> options = new LinkedHashMap<>();
            if (this == JPEG) {
                options.put("flags", "+qscale");
                options.put("global_quality", JPEG_QUALITY);
            } else if (this == TIFF) {
                options.put("compression_algo", "deflate");
            }
            return options;
        }
    }
}
