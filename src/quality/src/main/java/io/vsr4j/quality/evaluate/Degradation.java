package io.vsr4j.quality.evaluate;

import ai.djl.ndarray.NDManager;
import io.vsr4j.degrade.Preset;
import io.vsr4j.media.FrameSource;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Path;

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
     * @param folder where frames may wait
     * @return frames of the same times, 8-bit RGB, a {@code scale}th as wide and high
     * @throws IOException if what it keeps meanwhile cannot be written
     */
    FrameSource degrade(FrameSource reference, int scale, String clip, NDManager scope, Path folder) throws IOException;

    /**
     * Finds a degradation.
     *
     * @param name as users type it
     * @param seed decides what is drawn at random
     * @return the degradation
     * @throws InvalidRequestException if there is none of that name
     */
    static Degradation of(String name, long seed) {
        return switch (name) {
            case "bicubic" -> new BicubicDegradation();
            case "realbasicvsr", "realbasicvsr-mpeg2", "h264" -> new PresetDegradation(Preset.of(name), seed);
            case "none" -> new NoDegradation();
            default ->
                throw new InvalidRequestException(
                        "--degrade must be bicubic, realbasicvsr, realbasicvsr-mpeg2, h264 or none, got '" + name
                                + "'");
        };
    }
}
