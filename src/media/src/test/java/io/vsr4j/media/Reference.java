package io.vsr4j.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/** What the FFmpeg program itself makes of a video, frame by frame, and the same of the code under test. */
final class Reference {
    /** One frame: its time and the checksum of its samples. */
    record Frame(long pts, String md5) {}

    private Reference() {}

    /** {@return every frame that the program decodes, in a planar format, neither turned nor deinterlaced} */
    static List<Frame> decode(Path file, PixelFormat format, String... filter) throws IOException {
        List<String> command = new ArrayList<>(List.of(Loader.load(ffmpeg.class), "-v", "error", "-nostdin"));
        command.addAll(List.of("-copyts", "-noautorotate", "-i", file.toString(), "-map", "0:v:0"));
        command.addAll(List.of(filter));
        command.addAll(List.of("-fps_mode", "passthrough", "-enc_time_base", "demux"));
        command.addAll(List.of("-pix_fmt", SampleLayout.ffmpegName(format), "-f", "framemd5", "-"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<Frame> frames = new ArrayList<>();
        for (String line : new String(process.getInputStream().readAllBytes()).split("\n")) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                String[] fields = line.split(",\\s*");
                frames.add(new Frame(Long.parseLong(fields[2].trim()), fields[5].trim()));
            }
        }
        return frames;
    }

    /** {@return every frame of a reader from the first to the last} */
    static List<Frame> read(FrameSource source) {
        source.seek(0);
        return read(source, source.video().frames().count());
    }

    /** {@return the next frames of a reader} */
    static List<Frame> read(FrameSource source, int count) {
        Picture picture = source.video().newPicture();
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            source.read(picture);
            frames.add(new Frame(picture.pts(), md5(picture.data())));
        }
        return frames;
    }

    static List<Long> times(List<Frame> frames) {
        return frames.stream().map(Frame::pts).toList();
    }

    static List<String> samples(List<Frame> frames) {
        return frames.stream().map(Frame::md5).toList();
    }

    private static String md5(ByteBuffer data) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(data.duplicate().clear());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
