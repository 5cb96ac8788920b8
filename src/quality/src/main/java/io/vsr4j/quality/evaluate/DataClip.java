package io.vsr4j.quality.evaluate;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One clip of a data set.
 *
 * @param name path below the set's folder without extension; unique in its set
 * @param reference what results are compared with: a video file or a folder of pictures; empty if there is none
 * @param input what is restored; empty if it is made from the reference
 * @param problem why it cannot be used; empty if it can
 */
public record DataClip(String name, Optional<Path> reference, Optional<Path> input, String problem) {
    static DataClip unusable(String name, String problem) {
        return new DataClip(name, Optional.empty(), Optional.empty(), problem);
    }
}
