package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Which frames hold two fields, and which field is the earlier one. */
enum FieldOrder {
    /** Nothing is interlaced. */
    PROGRESSIVE,
    /** Each frame says for itself. */
    BY_FRAME,
    /** The container says: the upper field first. */
    TOP_FIRST,
    /** The container says: the lower field first. */
    BOTTOM_FIRST;

    // AVFieldOrder; the second letter is the field that is displayed first.
    private static final int TT = 2;
    private static final int BB = 3;
    private static final int TB = 4;
    private static final int BT = 5;

    /** {@return what holds for a stream} */
    static FieldOrder of(Demuxer demuxer) {
        int tag = demuxer.stream().codecpar().field_order();
        boolean tagged = isInterlaced(tag);
        String container = demuxer.context().iformat().name().getString();
        // Elsewhere the tag is a guess that FFmpeg makes from the first frames, which know it better.
        boolean trusted = container.startsWith("mov") || container.startsWith("matroska") || container.equals("mxf");
        if (!tagged || !trusted || fieldsAreFrames(demuxer)) {
            return BY_FRAME;
        }
        return tag == TT || tag == BT ? TOP_FIRST : BOTTOM_FIRST;
    }

    /** {@return whether FFmpeg's number of a field order means two fields} */
    static boolean isInterlaced(int fieldOrder) {
        return fieldOrder >= TT && fieldOrder <= BT;
    }

    /** {@return whether a codec that codes fields apart also shows them apart, so that there is nothing to separate} */
    static boolean fieldsAreFrames(Demuxer demuxer) {
        return demuxer.stream().codecpar().codec_id() == AV_CODEC_ID_HEVC;
    }

    /** {@return whether a frame holds two fields} */
    boolean interlaced(AVFrame frame) {
        return switch (this) {
            case PROGRESSIVE -> false;
            case BY_FRAME -> (frame.flags() & FrameFlags.INTERLACED) != 0;
            case TOP_FIRST, BOTTOM_FIRST -> true;
        };
    }

    /** Writes what the container says into a frame that does not say it itself. */
    void mark(AVFrame frame) {
        if ((this == TOP_FIRST || this == BOTTOM_FIRST) && (frame.flags() & FrameFlags.INTERLACED) == 0) {
            int top = this == TOP_FIRST ? FrameFlags.TOP_FIELD_FIRST : 0;
            frame.flags(frame.flags() & ~FrameFlags.TOP_FIELD_FIRST | FrameFlags.INTERLACED | top);
        }
    }
}
