package io.vsr4j.media;

import java.util.List;

/**
 * How frames are encoded. All chunks of one video need equal settings: encoders give other bits for another number of
 * threads, so that number is part of them and never "as many as there are".
 *
 * @param codec the encoder
 * @param preset speed against size, one of {@link Codec#presets}; empty only where the codec has none or chooses
 * @param crf constant rate factor, smaller is better: 0 to 51 for H.264 and H.265, 1 to 63 for AV1; -1 for the others
 * @param threads threads of the encoder, at least 1
 * @param gop most frames from one key frame to the next; every frame is one in ProRes and FFV1
 * @param reorder whether frames may be coded in another order than they are shown, which saves space; AVI cannot hold it
 */
public record EncodeSettings(Codec codec, String preset, int crf, int threads, int gop, boolean reorder) {
    private static final List<String> X264_NAMES = Codec.H264.presets();
    private static final int[] SVT_OF_X264 = {12, 11, 10, 9, 8, 7, 5, 3, 2, 0};

    /** Checks each value against the codec. */
    public EncodeSettings {
        if (codec == Codec.AV1 && X264_NAMES.contains(preset)) {
            preset = Integer.toString(SVT_OF_X264[X264_NAMES.indexOf(preset)]);
        }
        boolean mayBeEmpty = codec.defaultPreset().isEmpty();
        if (!codec.presets().contains(preset) && !(mayBeEmpty && preset.isEmpty())) {
            throw new MediaException("preset of " + codec + " must be "
                    + (codec.presets().isEmpty() ? "left out" : "one of " + String.join(", ", codec.presets()))
                    + ", got '" + preset + "'");
        }
        int least = codec == Codec.AV1 ? 1 : 0; // SVT-AV1 takes 0 as "not said"
        if (codec.hasCrf() ? crf < least || crf > codec.maxCrf() : crf != -1) {
            throw new MediaException("crf of " + codec + " must be "
                    + (codec.hasCrf() ? "in " + least + ".." + codec.maxCrf() : "left out") + ", got " + crf);
        }
        if (threads < 1 || threads > 64) {
            throw new MediaException("encoder threads must be in 1..64, got " + threads);
        }
        if (gop < 1 || gop > 10_000) {
            throw new MediaException("frames from key frame to key frame must be in 1..10000, got " + gop);
        }
    }

    /** {@return the codec's own defaults, four threads, a key frame at least every 250 frames, reordered} */
    public static EncodeSettings of(Codec codec) {
        return new EncodeSettings(codec, codec.defaultPreset(), codec.defaultCrf(), 4, 250, true);
    }

    /** {@return these settings with another preset} */
    public EncodeSettings withPreset(String other) {
        return new EncodeSettings(codec, other, crf, threads, gop, reorder);
    }

    /** {@return these settings with another rate factor} */
    public EncodeSettings withCrf(int other) {
        return new EncodeSettings(codec, preset, other, threads, gop, reorder);
    }

    /** {@return these settings with another number of threads} */
    public EncodeSettings withThreads(int other) {
        return new EncodeSettings(codec, preset, crf, other, gop, reorder);
    }

    /** {@return these settings with another distance of key frames} */
    public EncodeSettings withGop(int other) {
        return new EncodeSettings(codec, preset, crf, threads, other, reorder);
    }

    /** {@return these settings with frames coded in the order they are shown, or not} */
    public EncodeSettings withReorder(boolean other) {
        return new EncodeSettings(codec, preset, crf, threads, gop, other);
    }
}
