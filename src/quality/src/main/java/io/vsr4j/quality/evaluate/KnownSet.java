package io.vsr4j.quality.evaluate;

import java.util.Locale;
import java.util.Optional;

/** Sets that the papers measure on. */
public enum KnownSet {
    /** Clips 000, 011, 015 and 020 of REDS. */
    REDS4(0, Crop.NONE, 4, ""),
    /** Ten clips. */
    UDM10(25, Crop.SQUARE_512, 4, Words.ADCVSR),
    /** Thirty clips. */
    SPMCS(25, Crop.SQUARE_512, 4, Words.ADCVSR),
    /** Forty clips. */
    YOUHQ40(25, Crop.SQUARE_512, 4, Words.ADCVSR),
    /** Fifty pairs from two cameras of a phone, of equal size. */
    REALVSR(25, Crop.SQUARE_512, 1, Words.ADCVSR),
    /** Fifteen pairs from two cameras, enlarged to equal size. */
    MVSR4X(25, Crop.SQUARE_512, 1, Words.ADCVSR),
    /** Fifty clips as they were found, without a reference. */
    VIDEOLQ(25, Crop.SQUARE_512, 4, Words.ADCVSR);

    private final int frames;
    private final Crop crop;
    private final int scale;
    private final String words;

    KnownSet(int frames, Crop crop, int scale, String words) {
        this.frames = frames;
        this.crop = crop;
        this.scale = scale;
        this.words = words;
    }

    /** {@return the set that a folder's name stands for, however it is written and whatever follows: YouHQ40-Test} */
    static Optional<KnownSet> of(String name) {
        String letters = DataFolder.letters(name);
        for (KnownSet set : values()) {
            if (letters.startsWith(set.name().toLowerCase(Locale.ROOT))) {
                return Optional.of(set);
            }
        }
        return Optional.empty();
    }

    /** {@return how many frames from the beginning papers use; 0 for all} */
    int frames() {
        return frames;
    }

    /** {@return what of a frame papers use} */
    Crop crop() {
        return crop;
    }

    /** {@return factor between both sides of the set as it is commonly packed} */
    int scale() {
        return scale;
    }

    /** {@return who says so; empty if nobody does} */
    String words() {
        return words;
    }

    private static final class Words {
        static final String ADCVSR =
                "AdcVSR's protocol: the first 25 frames, cut at the centre to a fixed size. The text"
                        + " of the paper that we have lacks the size; 512x512 is inferred from its training. OASIS, UltraVSR and"
                        + " LiteVSR do not say theirs.";
    }
}
