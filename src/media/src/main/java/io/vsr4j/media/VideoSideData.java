package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_AMBIENT_VIEWING_ENVIRONMENT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_CONTENT_LIGHT_LEVEL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DOVI_CONF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_MASTERING_DISPLAY_METADATA;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_SPHERICAL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_STEREO3D;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_get;
import static org.bytedeco.ffmpeg.global.avutil.av_display_rotation_set;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/** What players must know of the whole video: how to turn it, its light, its shape. */
final class VideoSideData {
    private static final int MATRIX_BYTES = 36;

    private VideoSideData() {}

    /**
     * Puts side data into the restored video's stream: what the chunks say, and of the source what holds at any size.
     *
     * @param replaced the source's stream, or null
     */
    static void put(AVStream video, ChunkHeader header, AVStream replaced, List<String> notes) {
        AVCodecParameters to = video.codecpar();
        byte[] matrix = replaced == null ? null : find(replaced.codecpar(), AV_PKT_DATA_DISPLAYMATRIX);
        if (matrix != null && matrix.length == MATRIX_BYTES && degrees(matrix) == header.rotation()) {
            ChunkHeader.addSideData(to, AV_PKT_DATA_DISPLAYMATRIX, unmoved(matrix)); // it may mirror as well
        } else if (header.rotation() != 0) {
            ChunkHeader.addSideData(to, AV_PKT_DATA_DISPLAYMATRIX, matrix(header.rotation()));
        }
        if (replaced == null) {
            return;
        }
        for (int type : new int[] {
            AV_PKT_DATA_MASTERING_DISPLAY_METADATA,
            AV_PKT_DATA_CONTENT_LIGHT_LEVEL,
            AV_PKT_DATA_AMBIENT_VIEWING_ENVIRONMENT,
            AV_PKT_DATA_STEREO3D,
            AV_PKT_DATA_SPHERICAL
        }) {
            byte[] data = find(replaced.codecpar(), type);
            if (data != null && find(to, type) == null) {
                ChunkHeader.addSideData(to, type, data);
            }
        }
        if (find(replaced.codecpar(), AV_PKT_DATA_DOVI_CONF) != null) {
            notes.add("Dolby Vision is dropped: its metadata holds for the source's pictures only");
        }
    }

    /** {@return a copy of side data of that type, or null} */
    static byte[] find(AVCodecParameters in, int type) {
        if (in.nb_coded_side_data() == 0) {
            return null;
        }
        AVPacketSideData data = av_packet_side_data_get(in.coded_side_data(), in.nb_coded_side_data(), type);
        if (data == null || data.isNull()) {
            return null;
        }
        byte[] bytes = new byte[(int) data.size()];
        new BytePointer(data.data()).get(bytes);
        return bytes;
    }

    private static int degrees(byte[] matrix) {
        try (IntPointer m = pointer(matrix)) {
            long clockwise = Math.round(-av_display_rotation_get(m));
            return (int) Math.floorMod(clockwise, 360L);
        }
    }

    private static byte[] matrix(int clockwise) {
        byte[] bytes = new byte[MATRIX_BYTES];
        try (IntPointer m = new IntPointer(9L)) {
            av_display_rotation_set(m, -clockwise);
            ByteBuffer to = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            for (int i = 0; i < 9; i++) {
                to.putInt(m.get(i));
            }
        }
        return bytes;
    }

    /** {@return the matrix without its translation, which counts the source's pixels} */
    private static byte[] unmoved(byte[] matrix) {
        ByteBuffer m = ByteBuffer.wrap(matrix.clone()).order(ByteOrder.nativeOrder());
        m.putInt(6 * 4, 0).putInt(7 * 4, 0);
        return m.array();
    }

    private static IntPointer pointer(byte[] matrix) {
        IntPointer m = new IntPointer(9L);
        ByteBuffer from = ByteBuffer.wrap(matrix).order(ByteOrder.nativeOrder());
        for (int i = 0; i < 9; i++) {
            m.put(i, from.getInt());
        }
        return m;
    }
}
