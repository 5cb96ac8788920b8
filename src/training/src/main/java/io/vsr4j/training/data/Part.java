package io.vsr4j.training.data;

import io.vsr4j.tensor.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Which sources are learned from, and which are looked at to see what was learned. A source is a whole file or folder of
 * frames, and stays where it is when others are added: its name decides.
 */
public enum Part {
    /** Learned from. */
    TRAINING,
    /** Never learned from. */
    VALIDATION;

    private static final Set<String> VALIDATION_FOLDERS = Set.of("val", "validation");
    private static final Set<String> TRAINING_FOLDERS = Set.of("train", "training");

    /**
     * {@return where a source belongs: into what its folder is called, else by a hash of its name}
     *
     * @param name relative to the data folder
     * @param share of the sources that are for validation, 0 to 1
     */
    static Part of(String name, double share) {
        for (String folder : name.toLowerCase(Locale.ROOT).split("/")) {
            if (VALIDATION_FOLDERS.contains(folder)) {
                return VALIDATION;
            }
            if (TRAINING_FOLDERS.contains(folder)) {
                return TRAINING;
            }
        }
        long hash =
                Long.parseLong(Sha256.of(StandardCharsets.UTF_8.encode(name)).substring(0, 12), 16);
        return hash < share * (1L << 48) ? VALIDATION : TRAINING;
    }
}
