package io.vsr4j.functions;

import java.util.Map;

/**
 * What is kept with a finished chunk.
 *
 * @param frames number of its frames
 * @param damaged source frames among them that could not be decoded without loss
 * @param sha256 hash of the object
 * @param worker who made it
 * @param seconds time that it took
 * @param receives how often its message had been delivered by then
 */
public record ChunkFacts(int frames, int damaged, String sha256, String worker, double seconds, int receives) {
    Map<String, String> metadata() {
        return Map.of(
                "frames", Integer.toString(frames),
                "damaged", Integer.toString(damaged),
                "sha256", sha256,
                "worker", worker,
                "seconds", Double.toString(seconds),
                "receives", Integer.toString(receives));
    }

    /** {@return what was put with a chunk, as far as it can be understood} */
    static ChunkFacts of(Map<String, String> kept) {
        try {
            return new ChunkFacts(
                    Integer.parseInt(kept.getOrDefault("frames", "0")),
                    Integer.parseInt(kept.getOrDefault("damaged", "0")),
                    kept.getOrDefault("sha256", ""),
                    kept.getOrDefault("worker", ""),
                    Double.parseDouble(kept.getOrDefault("seconds", "0")),
                    Integer.parseInt(kept.getOrDefault("receives", "0")));
        } catch (NumberFormatException e) {
            return new ChunkFacts(0, 0, "", "", 0, 0);
        }
    }
}
