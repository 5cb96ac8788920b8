package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/** Small videos for tests: sources made by the FFmpeg program of the natives, pictures made here. */
final class Clips {
    static final ColourTags BT709 = new ColourTags(1, 1, 1, 1, 1);

    private Clips() {}

    /** Runs FFmpeg; the last argument is the file that it makes, in {@code dir}. */
    static Path make(Path dir, String arguments) throws IOException {
        String[] words = arguments.trim().split("\\s+");
        Path file = dir.resolve(words[words.length - 1]);
        List<String> command = new ArrayList<>(List.of(Loader.load(ffmpeg.class), "-v", "error", "-nostdin", "-y"));
        command.addAll(Arrays.asList(words));
        Process process = new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            assertThat(process.waitFor()).as(said).isZero();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return file;
    }

    /** {@return what probing says of a file's video, as far as writing needs it} */
    static VideoInfo probe(Path file) {
        try (WrittenFile written = new WrittenFile(file)) {
            int video = written.video();
            var stream = written.stream(video);
            var p = stream.codecpar();
            var aspect = p.sample_aspect_ratio();
            return new VideoInfo(
                    video,
                    "h264",
                    p.width(),
                    p.height(),
                    PixelFormat.YUV420P,
                    false,
                    new ColourTags(
                            p.color_space(), p.color_primaries(), p.color_trc(), p.color_range(), p.chroma_location()),
                    aspect.num() == 0 ? new Rational(1, 1) : Ffmpeg.rational(aspect),
                    0,
                    false,
                    HdrMetadata.NONE,
                    Ffmpeg.rational(stream.avg_frame_rate()),
                    written.index(video));
        }
    }

    /** {@return frames at a constant rate, without a file} */
    static FrameIndex steady(Rational timeBase, long first, long step, int count) {
        long[] pts = new long[count];
        for (int i = 0; i < count; i++) {
            pts[i] = first + i * step;
        }
        return new FrameIndex(timeBase, pts, new int[] {0}, first + count * step);
    }

    /** {@return a moving pattern; frame numbers give different pictures} */
    static Picture picture(OutputVideo video, int frame) {
        PixelFormat format = video.format();
        Picture picture = new Picture(format, video.width(), video.height());
        ByteBuffer data = picture.data();
        int max = (1 << format.depth()) - 1;
        for (int plane = 0; plane < format.planes(); plane++) {
            int width = format.planeWidth(plane, video.width());
            int height = format.planeHeight(plane, video.height());
            int at = picture.planeOffset(plane);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    int value = ((x * 3 + y * 2 + frame * 5 + plane * 40) % 200 + 20) * max / 255;
                    value = (x / 8 + y / 8 + frame) % 7 == 0 ? max - value : value;
                    if (format.bytesPerSample() == 1) {
                        data.put(at, (byte) value);
                    } else {
                        data.putShort(at, (short) value);
                    }
                    at += format.bytesPerSample();
                }
            }
        }
        return picture;
    }

    /** Encodes frames {@code from} to {@code to} of an index into one chunk. */
    static Path chunk(Path file, OutputVideo video, EncodeSettings settings, FrameIndex frames, int from, int to)
            throws IOException {
        try (FrameWriter writer = new FrameWriter(file, video, settings)) {
            for (int i = from; i < to; i++) {
                Picture picture = picture(video, i);
                picture.pts(frames.pts()[i]);
                writer.write(picture);
            }
            writer.finish();
        }
        return file;
    }

    /** Encodes all frames into chunks of a length. */
    static List<Path> chunks(Path dir, OutputVideo video, EncodeSettings settings, FrameIndex frames, int length)
            throws IOException {
        return chunks(dir, video, settings, frames, 0, frames.count(), length);
    }

    static List<Path> chunks(
            Path dir, OutputVideo video, EncodeSettings settings, FrameIndex frames, int first, int end, int length)
            throws IOException {
        List<Path> chunks = new ArrayList<>();
        for (int from = first; from < end; from += length) {
            Path file = dir.resolve("chunk-" + length + "-" + from);
            chunks.add(chunk(file, video, settings, frames, from, Math.min(end, from + length)));
        }
        return chunks;
    }
}
