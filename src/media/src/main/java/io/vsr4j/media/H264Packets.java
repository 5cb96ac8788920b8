package io.vsr4j.media;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;

/**
 * H.264: decoding begins exactly at IDR pictures, and at recovery points that need no frames to recover. A key frame
 * by the container's word alone may be the start of an intra refresh, or an I picture that later ones refer across.
 * Two fields of a frame may come in packets of their own.
 */
final class H264Packets implements PacketReader {
    private static final int SLICE = 1;
    private static final int IDR = 5;
    private static final int SEI = 6;
    private static final int RECOVERY_POINT = 6;

    private final int lengthBytes;
    private final PictureStructure structure;
    private PictureStructure.Kind openField = PictureStructure.Kind.FRAME; // a field whose partner is awaited

    H264Packets(AVCodecParameters coded) {
        lengthBytes = NalUnits.lengthBytes(header(coded), 4);
        structure = new PictureStructure(coded);
    }

    /** {@return the codec's header in the container, empty if there is none} */
    static ByteBuffer header(AVCodecParameters coded) {
        BytePointer header = coded.extradata();
        return header == null || header.isNull() || coded.extradata_size() <= 0
                ? ByteBuffer.allocate(0)
                : header.capacity(coded.extradata_size()).asByteBuffer();
    }

    @Override
    public Content read(AVPacket packet) {
        PictureStructure.Kind kind = structure.of(packet);
        ByteBuffer data = PacketReader.data(packet);
        boolean field = kind != PictureStructure.Kind.FRAME && pictures(data) == 1;
        if (field && openField != PictureStructure.Kind.FRAME && openField != kind) {
            openField = PictureStructure.Kind.FRAME;
            return Content.NOTHING_SHOWN; // it completes the frame before
        }
        openField = field ? kind : PictureStructure.Kind.FRAME;
        return PacketReader.isKey(packet) && isEntry(data) ? Content.ENTRY : Content.FRAME;
    }

    @Override
    public void close() {
        structure.close();
    }

    private boolean isEntry(ByteBuffer data) {
        for (NalUnits units = new NalUnits(data, lengthBytes); units.next(); ) {
            int type = units.at(0) & 0x1f;
            if (type == IDR || type == SEI && recoversAtOnce(units)) {
                return true;
            }
            if (type == SLICE) {
                return false;
            }
        }
        return false;
    }

    /** {@return coded pictures in a packet: some containers keep both fields in one} */
    private int pictures(ByteBuffer data) {
        int pictures = 0;
        for (NalUnits units = new NalUnits(data, lengthBytes); units.next(); ) {
            int type = units.at(0) & 0x1f;
            if ((type == SLICE || type == IDR) && units.bits(1).unsigned() == 0) {
                pictures++; // its first macroblock is the first one
            }
        }
        return pictures;
    }

    private static boolean recoversAtOnce(NalUnits unit) {
        NalBits bits = unit.bits(1);
        while (!bits.ended()) {
            int type = varying(bits);
            int size = varying(bits);
            if (type == RECOVERY_POINT) {
                return bits.unsigned() == 0;
            }
            for (int i = 0; i < size && !bits.ended(); i++) {
                bits.bits(8);
            }
        }
        return false;
    }

    /** {@return a number in the way of SEI headers: bytes of 255, and a last one that is less} */
    private static int varying(NalBits bits) {
        int value = 0;
        long part;
        do {
            part = bits.bits(8);
            value += (int) part;
        } while (part == 255 && !bits.ended());
        return value;
    }
}
