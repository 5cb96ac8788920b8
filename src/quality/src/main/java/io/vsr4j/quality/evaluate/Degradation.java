package io.vsr4j.quality.evaluate;

import ai.djl.ndarray.NDManager;
import io.vsr4j.media.FrameSource;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;

/** Makes of a good video the bad one that is restored. */
public interface Degradation {
    /** {@return everything that decides what it makes, in a few words, seeds included} */
    String id();

    /** {@return what it does, in a sentence} */
    String definition();

    /**
     * Degrades one clip.
     *
     * @param reference its frames, 8-bit RGB, of sides that are multiples of {@code scale}; closed with the result
     * @param scale by which both sides shrink
     * @param clip its name, for what is drawn at random
     * @param scope for its tensors; outlives the result
     * @return frames of the same times, 8-bit RGB, a {@code scale}th as wide and high
     * @throws IOException if what it keeps meanwhile cannot be written
     */
    FrameSource degrade(FrameSource reference, int scale, String clip, NDManager scope) throws IOException;

    /**
     * Finds a degradation.
     *
     * @param name as users type it
     * @return the degradation
     * @throws InvalidRequestException if there is none of that name
     */
    static Degradation of(String name) {
        return switch (name) {
            case "bicubic" -> new BicubicDegradation();
            case "none" -> new NoDegradation();
            default -> throw new InvalidRequestException("--degrade must be bicubic or none, got '" + name + "'");
        };
    }
}
