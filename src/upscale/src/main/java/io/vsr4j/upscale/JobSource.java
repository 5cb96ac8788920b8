package io.vsr4j.upscale;

import io.vsr4j.media.FrameReader;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.JoinPlan;
import io.vsr4j.media.MediaInfo;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaProbe;
import io.vsr4j.media.PictureFolder;
import io.vsr4j.media.Rational;
import io.vsr4j.media.VideoInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a job reads: a video file, or pictures that make one. */
public interface JobSource {
    /** {@return the frames} */
    VideoInfo video();

    /**
     * {@return a new reader of the frames; the caller closes it}
     *
     * @throws IOException if they cannot be read
     */
    FrameSource open() throws IOException;

    /**
     * {@return what identifies the source's contents}
     *
     * @throws IOException if it cannot be read
     */
    UpscalePlan.Source identity() throws IOException;

    /** {@return what a joined file holds beside the frames} */
    JoinPlan joinPlan();

    /** {@return what a user should know of the source, one sentence each} */
    List<String> notes();

    /** {@return the files that are read} */
    List<Path> files();

    /** {@return the name of each frame, if each is a file of its own} */
    default Optional<List<String>> frameNames() {
        return Optional.empty();
    }

    /**
     * Opens a source.
     *
     * @param input a video file, a folder of pictures, or a pattern of pictures
     * @param pictureRate frames a second, for pictures; 24 where it is left out
     * @return what is read
     * @throws io.vsr4j.media.MediaException if it cannot be used
     * @throws IOException if it cannot be read
     */
    static JobSource of(Path input, OptionalDouble pictureRate) throws IOException {
        if (PictureFolder.accepts(input)) {
            Rational rate = rate(pictureRate.orElse(24));
            try (PictureFolder folder = PictureFolder.open(input, rate, MediaLimits.DEFAULT)) {
                return new Pictures(input, rate, folder.video(), folder.files(), folder.notes());
            }
        }
        return new VideoFile(MediaProbe.probe(input, MediaLimits.DEFAULT));
    }

    /** A video file. */
    record VideoFile(MediaInfo info) implements JobSource {
        @Override
        public VideoInfo video() {
            return info.video();
        }

        @Override
        public FrameSource open() throws IOException {
            return FrameReader.open(info);
        }

        @Override
        public UpscalePlan.Source identity() throws IOException {
            return JobSource.identity(info.video(), List.of(info.file()));
        }

        @Override
        public JoinPlan joinPlan() {
            return JoinPlan.of(info.file(), info.video());
        }

        @Override
        public List<String> notes() {
            return info.notes();
        }

        @Override
        public List<Path> files() {
            return List.of(info.file());
        }
    }

    /**
     * Pictures in order.
     *
     * @param input folder or pattern
     * @param rate frames a second
     * @param video the frames
     * @param files one for each frame
     * @param notes what a user should know
     */
    record Pictures(Path input, Rational rate, VideoInfo video, List<Path> files, List<String> notes)
            implements JobSource {
        @Override
        public FrameSource open() throws IOException {
            return PictureFolder.open(input, rate, MediaLimits.DEFAULT);
        }

        @Override
        public UpscalePlan.Source identity() throws IOException {
            return JobSource.identity(video, files);
        }

        @Override
        public JoinPlan joinPlan() {
            return JoinPlan.withoutSource(video.frames());
        }

        @Override
        public Optional<List<String>> frameNames() {
            return Optional.of(
                    files.stream().map(f -> f.getFileName().toString()).toList());
        }
    }

    /** 23.976 and its like are what they stand for, 24000/1001. */
    private static Rational rate(double rate) {
        if (!(rate > 0) || rate > 1000) {
            throw new InvalidRequestException("--fps must be above 0 and at most 1000, got " + rate);
        }
        long whole = Math.round(rate * 1.001);
        if (rate != Math.rint(rate) && Math.abs(whole / 1.001 - rate) < 1e-3) {
            return new Rational((int) whole * 1000, 1001);
        }
        return rate == Math.rint(rate)
                ? new Rational((int) rate, 1)
                : new Rational((int) Math.round(rate * 1000), 1000);
    }

    private static UpscalePlan.Source identity(VideoInfo video, List<Path> files) throws IOException {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        long bytes = 0;
        byte[] buffer = new byte[1 << 20];
        for (Path file : files) {
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha256)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    bytes += n;
                }
            }
        }
        return new UpscalePlan.Source(
                bytes,
                HexFormat.of().formatHex(sha256.digest()),
                video.width(),
                video.height(),
                video.frames().count(),
                video.frameRate().toString());
    }
}
