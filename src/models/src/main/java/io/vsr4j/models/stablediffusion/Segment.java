package io.vsr4j.models.stablediffusion;

import ai.djl.ndarray.NDArray;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * A piece of a network that looks at each picture by itself, for systems that put layers over time between the stages and
 * do not want all pictures to go through a stage at once. It works on a stack: on top lies what is worked on, {@code [N,
 * C, H, W]}, below lie the skips that wait for later pieces. What it uses up it closes; what it makes belongs to the
 * manager of the top.
 *
 * @param site name of the stage that ends here, as {@link LayerHook} has it; empty for the last piece. Whoever replaces
 *     the top now has done what a hook does there, for skips too
 * @param step takes the stack from the end of the piece before to the end of this one
 */
public record Segment(String site, Consumer<Deque<NDArray>> step) {
    /**
     * The same piece after something else.
     *
     * @param before is done first
     * @return both as one piece
     */
    Segment after(Consumer<Deque<NDArray>> before) {
        return new Segment(site, before.andThen(step));
    }
}
