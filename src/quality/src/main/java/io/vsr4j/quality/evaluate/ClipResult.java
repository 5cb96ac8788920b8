package io.vsr4j.quality.evaluate;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came of one model on one clip.
 *
 * @param version meaning of this record, {@link #VERSION}
 * @param key of everything that decides the frames
 * @param set name of the set
 * @param clip name of the clip
 * @param model id of the model
 * @param frames that were restored
 * @param width of the result's frames in pixels
 * @param height of the result's frames in pixels
 * @param scale factor from input to result
 * @param window frames that the model saw together
 * @param tile side of a tile in source pixels; 0 for whole frames
 * @param seconds from the first frame read to the last one written
 * @param networkSeconds in the network
 * @param peakBytes most memory of the process meanwhile; 0 where the system does not say
 * @param metrics by id
 * @param remarks what a reader must know of this clip's numbers, a sentence each
 */
public record ClipResult(
        int version,
        String key,
        String set,
        String clip,
        String model,
        int frames,
        int width,
        int height,
        int scale,
        int window,
        int tile,
        double seconds,
        double networkSeconds,
        long peakBytes,
        Map<String, Measured> metrics,
        List<String> remarks) {
    /** The version that this code writes and takes for its own. */
    public static final int VERSION = 1;

    /**
     * One metric.
     *
     * @param key of its definition and its weights
     * @param value of the whole clip; NaN if it could not be measured
     * @param parts further numbers by name
     * @param problem why it could not be measured; empty if it could
     */
    public record Measured(String key, double value, Map<String, Double> parts, String problem) {}

    /** {@return restored frames a second of network time, the papers' measure; 0 if that took no time} */
    public double framesPerSecond() {
        return networkSeconds > 0 ? frames / networkSeconds : 0;
    }

    /** {@return this result, which keeps its times, with the metrics of another one} */
    ClipResult with(ClipResult more) {
        Map<String, Measured> all = new LinkedHashMap<>(metrics);
        all.putAll(more.metrics);
        Set<String> said = new LinkedHashSet<>(remarks);
        said.addAll(more.remarks);
        return new ClipResult(
                version,
                key,
                set,
                clip,
                model,
                frames,
                width,
                height,
                scale,
                window,
                tile,
                seconds,
                networkSeconds,
                peakBytes,
                all,
                List.copyOf(said));
    }
}
