package io.vsr4j.cli;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Files that are called videos and are none. */
final class HostileFiles {
    private static final Path CLIP = Path.of("../../samples/big-buck-bunny-320x180.mp4");

    private HostileFiles() {}

    /**
     * {@return a file of that kind}
     *
     * @param kind one of the words in the switch
     * @param url of something that playlists name
     */
    static byte[] bytes(String kind, String url) throws IOException {
        return switch (kind) {
            case "empty" -> new byte[0];
            case "text" -> ascii("This is not a video.\n".repeat(50));
            case "truncated" -> Arrays.copyOf(Files.readAllBytes(CLIP), 1500);
            case "audio-only" -> wav();
            case "cover-art" -> mp3WithPicture();
            case "no-frames" -> Y4m.header(64, 36);
            case "40000x40000" -> Y4m.header(40_000, 40_000);
            case "hls" -> ascii("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n" + url + "\n#EXT-X-ENDLIST\n");
            case "concat" -> ascii("ffconcat version 1.0\nfile '" + url + "'\n");
            case "sdp" ->
                ascii(
                        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n");
            case "unknown-codec" -> unknownCodec();
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] wav() {
        int bytes = 16_000;
        ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(36 + bytes).put(ascii("WAVEfmt ")).putInt(16);
        wav.putShort((short) 1)
                .putShort((short) 1)
                .putInt(8000)
                .putInt(16_000)
                .putShort((short) 2)
                .putShort((short) 16);
        wav.put(ascii("data")).putInt(bytes);
        return wav.array();
    }

    /** Silence with an ID3 tag that holds a picture, which FFmpeg shows as a video stream of one frame. */
    private static byte[] mp3WithPicture() throws IOException {
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        picture.write(ascii("\0image/png\0\3\0"));
        picture.write(png());
        ByteArrayOutputStream mp3 = new ByteArrayOutputStream();
        int tag = 10 + picture.size();
        mp3.write(ascii("ID3\3\0\0"));
        mp3.write(new byte[] {
            (byte) (tag >> 21 & 127), (byte) (tag >> 14 & 127), (byte) (tag >> 7 & 127), (byte) (tag & 127)
        });
        mp3.write(ascii("APIC"));
        mp3.write(ByteBuffer.allocate(6).putInt(picture.size()).array());
        mp3.write(picture.toByteArray());
        byte[] frame = new byte[417]; // MPEG-1 layer 3, 128 kbit/s, 44.1 kHz
        frame[0] = (byte) 0xff;
        frame[1] = (byte) 0xfb;
        frame[2] = (byte) 0x90;
        for (int i = 0; i < 40; i++) {
            mp3.write(frame);
        }
        return mp3.toByteArray();
    }

    private static byte[] png() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB), "png", png);
        return png.toByteArray();
    }

    /** The sample with the name of its codec spoiled. */
    private static byte[] unknownCodec() throws IOException {
        byte[] clip = Files.readAllBytes(CLIP);
        byte[] name = ascii("avc1");
        for (int i = 64; i < clip.length - 4; i++) { // the first one, before that, is a brand
            if (Arrays.equals(clip, i, i + 4, name, 0, 4)) {
                System.arraycopy(ascii("zzzz"), 0, clip, i, 4);
                return clip;
            }
        }
        throw new IllegalStateException("no avc1 in " + CLIP);
    }
}
