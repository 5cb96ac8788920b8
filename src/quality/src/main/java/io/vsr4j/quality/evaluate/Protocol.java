package io.vsr4j.quality.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What of a set is used, and how: it decides every number, and stands beside them.
 *
 * @param frames how many from the beginning of each clip; 0 for all
 * @param crop what of each frame
 * @param scale factor from input to reference; empty: that of their sizes
 * @param degradation makes inputs where a set has none
 * @param origin who measures so; empty if nobody does
 */
public record Protocol(int frames, Crop crop, OptionalInt scale, Degradation degradation, String origin) {
    private static final int DEFAULT_SCALE = 4;

    /**
     * What a user asks for instead of a set's own protocol.
     *
     * @param frames how many; 0 for all
     * @param crop what of each frame
     * @param scale factor from input to reference
     * @param degradation makes inputs where a set has none
     */
    public record Wishes(OptionalInt frames, Optional<Crop> crop, OptionalInt scale, Degradation degradation) {}

    /** {@return a set's own protocol, but for what a user asks} */
    static Protocol of(DataSet set, Wishes wishes) {
        Optional<KnownSet> known = set.known();
        boolean asked = wishes.frames().isPresent() || wishes.crop().isPresent();
        return new Protocol(
                wishes.frames().orElse(known.map(KnownSet::frames).orElse(0)),
                wishes.crop().orElse(known.map(KnownSet::crop).orElse(Crop.NONE)),
                wishes.scale(),
                wishes.degradation(),
                asked ? "" : known.map(KnownSet::words).orElse(""));
    }

    /** {@return the factor where sizes do not say it} */
    int scale(DataSet set) {
        return scale.orElse(set.known().map(KnownSet::scale).orElse(DEFAULT_SCALE));
    }

    /** {@return the protocol in sentences} */
    List<String> words(DataSet set) {
        List<String> words = new ArrayList<>();
        words.add(frames == 0 ? "All frames." : "The first " + frames + " frames, or all if there are fewer.");
        words.add(
                crop.equals(Crop.NONE)
                        ? "Whole frames."
                        : "Cut at the centre to " + crop + " pixels of the result, before models see it.");
        words.add(
                scale.isPresent()
                        ? "Factor " + scale.getAsInt() + ", as asked."
                        : "Factor: the reference's size by the input's, or " + scale(set)
                                + " where one of both is missing.");
        if (scale(set) == 1) {
            words.add("Models without factor 1 run at their smallest, and a bicubic filter reduces their result.");
        }
        if (set.lacksInputs()) {
            words.add("Inputs are made from references: " + degradation.definition());
        }
        if (!set.hasReferences()) {
            words.add("There are no references, so that only metrics without one apply.");
        }
        words.add("Frames are 8-bit RGB throughout, as picture files hold them, and are never encoded.");
        if (!origin.isEmpty()) {
            words.add(origin);
        }
        return words;
    }
}
