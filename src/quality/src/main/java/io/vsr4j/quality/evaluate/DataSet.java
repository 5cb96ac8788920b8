package io.vsr4j.quality.evaluate;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Clips that are measured by one protocol, and of which the mean is taken.
 *
 * @param name of the folder
 * @param folder where it is
 * @param clips in order of their names
 */
public record DataSet(String name, Path folder, List<DataClip> clips) {
    /** {@return which of the papers' sets it is, by its name} */
    public Optional<KnownSet> known() {
        return KnownSet.of(name);
    }

    /** {@return whether its clips can be compared with something} */
    public boolean hasReferences() {
        return clips.stream().anyMatch(clip -> clip.reference().isPresent());
    }

    /** {@return whether what is restored must be made first} */
    public boolean lacksInputs() {
        return clips.stream()
                .allMatch(clip -> clip.input().isEmpty() || !clip.problem().isEmpty());
    }
}
