package io.vsr4j.media;

import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/** HEVC: decoding begins at IRAP pictures; the leading pictures that cannot be decoded then belong to the group before. */
final class HevcPackets implements PacketReader {
    private static final int RADL_N = 6;
    private static final int RASL_N = 8;
    private static final int RASL_R = 9;
    private static final int FIRST_IRAP = 16;
    private static final int BLA_N_LP = 18;
    private static final int CRA = 21;
    private static final int FIRST_NOT_PICTURE = 32;
    private static final int END_OF_SEQUENCE = 36;
    private static final int END_OF_BITSTREAM = 37;

    private final int lengthBytes;
    private boolean restarts = true; // whether the next IRAP picture begins a sequence of its own
    private boolean raslHidden;

    HevcPackets(AVCodecParameters coded) {
        lengthBytes = NalUnits.lengthBytes(H264Packets.header(coded), 21);
    }

    @Override
    public Content read(AVPacket packet) {
        ByteBuffer data = PacketReader.data(packet);
        boolean key = PacketReader.isKey(packet);
        Content content = Content.FRAME; // damaged packets, too, have a time that must be filled
        boolean picture = false;
        for (NalUnits units = new NalUnits(data, lengthBytes); units.next(); ) {
            int type = units.at(0) >> 1 & 0x3f;
            if (type == END_OF_SEQUENCE || type == END_OF_BITSTREAM) {
                restarts = true;
            } else if (type < FIRST_NOT_PICTURE && !picture) {
                picture = true;
                content = picture(type, key);
                if (lengthBytes == 0 && data.limit() > 4096) {
                    // An end of sequence is tiny and last; the slices in between are not worth searching.
                    restarts |= endsSequence(data);
                    break;
                }
            }
        }
        return content;
    }

    private Content picture(int type, boolean key) {
        boolean irap = type >= FIRST_IRAP && type <= CRA;
        if (irap) {
            raslHidden = restarts || type <= BLA_N_LP;
            restarts = false;
            return key ? Content.ENTRY : Content.FRAME;
        }
        boolean leading = type >= RADL_N && type <= RASL_R;
        // Leading pictures come before all others; one that is called so later is damaged, and has its place.
        raslHidden &= leading;
        return type >= RASL_N && raslHidden ? Content.NOTHING_SHOWN : Content.FRAME;
    }

    private static boolean endsSequence(ByteBuffer data) {
        NalUnits last =
                new NalUnits(data.duplicate().position(data.limit() - 16).slice(), 0);
        boolean ends = false;
        while (last.next()) {
            int type = last.at(0) >> 1 & 0x3f;
            ends |= last.size() <= 3 && (type == END_OF_SEQUENCE || type == END_OF_BITSTREAM);
        }
        return ends;
    }
}
