package io.vsr4j.media;

/** Bits of {@code AVFrame.flags}; the presets have the field but not their names. */
final class FrameFlags {
    /** Damaged. */
    static final int CORRUPT = 1;
    /** Decoded only because others need it. */
    static final int DISCARD = 1 << 2;
    /** Two fields of different times. */
    static final int INTERLACED = 1 << 3;
    /** The upper field is the earlier one. */
    static final int TOP_FIELD_FIRST = 1 << 4;

    private FrameFlags() {}
}
