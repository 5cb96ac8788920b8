package io.vsr4j.models;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much a model computes for one window: multiplications, each with its addition, as {@link
 * io.vsr4j.models.network.Macs} counts them.
 *
 * @param name what is special about it; may be empty
 * @param frames in the window
 * @param height of the result, in pixels
 * @param width of the result, in pixels
 * @param macs by part, in the order of computation
 * @param paper what its paper gives for the whole; empty if it gives nothing
 * @param remark why the two differ; empty if there is nothing to say
 */
public record ModelWork(
        String name, int frames, int height, int width, Map<String, Long> macs, String paper, String remark) {
    /** Keeps the order of the parts. */
    public ModelWork {
        macs = Collections.unmodifiableMap(new LinkedHashMap<>(macs));
    }

    /** {@return all parts together} */
    public long total() {
        return macs.values().stream().mapToLong(m -> m).sum();
    }
}
