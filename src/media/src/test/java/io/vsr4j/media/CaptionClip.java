package io.vsr4j.media;

import java.nio.file.Path;
import java.util.List;

/** A video with closed captions in its frames, each with its own. */
final class CaptionClip {
    private CaptionClip() {}

    /** Writes a clip beside {@code dir}'s other files. */
    static Path write(Path dir, String name) throws Exception {
        Path plain = Clips.make(
                dir, "-f lavfi -i testsrc2=size=64x48:rate=25:duration=0.48 -pix_fmt yuv420p -c:v libx264 bare.mp4");
        VideoInfo source = MediaProbe.probe(plain, MediaLimits.DEFAULT).video();
        OutputVideo video = OutputVideo.of(source, 64, 48, source.format());
        Path chunk = dir.resolve("captions.chunk");
        try (FrameWriter writer = new FrameWriter(chunk, video, EncodeSettings.of(Codec.H264))) {
            for (int i = 0; i < source.frames().count(); i++) {
                Picture picture = Clips.picture(video, i);
                picture.pts(source.frames().pts()[i]);
                picture.captions(captions(i));
                writer.write(picture);
            }
            writer.finish();
        }
        return Joiner.join(JoinPlan.of(plain, source), List.of(chunk), dir.resolve(name), true)
                .file();
    }

    /** {@return the captions of a frame: two pairs of EIA-608, one byte of which counts} */
    static byte[] captions(int frame) {
        return new byte[] {(byte) 0xfc, (byte) 0x94, 0x20, (byte) 0xfd, (byte) 0x80, (byte) (0x20 + frame)};
    }
}
