package io.vsr4j.media;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** Overwrites the content of packets where it lies in the file. */
final class PacketEraser {
    private PacketEraser() {}

    /** Erases the video packets with times from {@code first} to {@code last}. */
    static void erase(Path file, long first, long last) throws Exception {
        erase(file, first, last, 0xff);
    }

    /** Fills the video packets with times from {@code first} to {@code last} with one value. */
    static void erase(Path file, long first, long last, int value) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        try (Demuxer demuxer = Demuxer.open(MediaSource.of(file), MediaLimits.DEFAULT)) {
            demuxer.select(Streams.video(file.toString(), demuxer.context()));
            for (AVPacket packet = demuxer.next(); packet != null; packet = demuxer.next()) {
                if (packet.pts() >= first && packet.pts() <= last) {
                    ByteBuffer data = PacketReader.data(packet);
                    byte[] content = new byte[data.remaining()];
                    data.get(content);
                    int at = find(bytes, content);
                    java.util.Arrays.fill(bytes, at + 4, at + content.length, (byte) value);
                }
            }
        }
        Files.write(file, bytes);
    }

    private static int find(byte[] bytes, byte[] content) {
        for (int i = 0; i + content.length <= bytes.length; i++) {
            if (java.util.Arrays.equals(bytes, i, i + content.length, content, 0, content.length)) {
                return i;
            }
        }
        throw new AssertionError("the packet is not in the file as it is");
    }
}
