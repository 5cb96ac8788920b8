package io.vsr4j.cli;

import io.vsr4j.media.FrameReader;
import io.vsr4j.media.MediaInfo;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaProbe;
import io.vsr4j.media.Picture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A video as it is decoded.
 *
 * @param width of its frames
 * @param height of its frames
 * @param seconds when each frame is shown
 * @param hashes of the samples of each frame
 */
record Decoded(int width, int height, List<Double> seconds, List<String> hashes) {
    static Decoded of(Path file) throws IOException {
        MediaInfo info = MediaProbe.probe(file, MediaLimits.DEFAULT);
        List<Double> seconds = new ArrayList<>();
        List<String> hashes = new ArrayList<>();
        try (FrameReader frames = FrameReader.open(info)) {
            Picture picture = frames.video().newPicture();
            for (int i = 0; i < info.video().frames().count(); i++) {
                frames.read(picture);
                seconds.add(info.video().frames().seconds(i));
                hashes.add(sha256(picture.data()));
            }
        }
        return new Decoded(info.video().width(), info.video().height(), seconds, hashes);
    }

    private static String sha256(ByteBuffer data) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(data.duplicate().clear());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
