package io.vsr4j.models.ultravsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.Segment;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * UltraVSR's one step (section 3.2) on the networks of Stable Diffusion, with Recurrent Temporal Shift between their
 * stages. A clip is computed at once, as in training, or in micro-batches that follow each other.
 *
 * @param vae the autoencoder
 * @param unet what tells degradation from picture
 * @param rts the temporal units
 */
public record UltraVsrNetworks(AutoencoderKl vae, UNet2DConditionModel unet, RtsNetwork rts) implements AutoCloseable {
    private static final TorchScript SCRIPT = TorchScript.resource(UltraVsrNetworks.class, "clip.ts.py");
    private static final int SCALE = 4;

    /**
     * Restores a clip at once. Gradients flow.
     *
     * @param clip {@code float32 [T, 3, h, w]}, RGB, 0..1
     * @param text features of the prompt, {@code [1, S, E]}
     * @param drs how degraded it is
     * @return {@code float32 [T, 3, 4 h, 4 w]}, RGB, about 0..1
     */
    public NDArray forward(NDArray clip, NDArray text, Drs drs) {
        return Scopes.within(clip.getManager(), scope -> {
            NDArray latent =
                    encode(Scopes.borrow(scope, clip), 0, clip.getShape().get(0));
            NDArray time = scope.create(new long[] {drs.timestep()});
            NDArray estimate = unet.forward(latent, time, text, rts.hook().in("unet."));
            NDArray clean = unscaled(drs.clean(latent, estimate));
            return SCRIPT.call("colours", vae.decodeUnscaled(clean, rts.hook().in("decoder.")));
        });
    }

    /**
     * Restores a clip by Temporally Asynchronous Inference (section 3.5): a few frames at a time go from stage to stage,
     * and wait at each temporal unit for the frame after them. At no time does a stage see more than a micro-batch, and
     * one micro-batch waits at each unit; yet the result is that of the whole clip.
     *
     * <p>Not in the paper: it takes all frames through one stage before any goes to the next, and joins them there. That
     * needs room for all frames of the widest stage, which for 120 frames of 2560x1440 are 453 GB in single precision,
     * more than most machines have. Frames that wait take 20 GB then, 10 GB in half precision, however many follow, so they
     * stay on the device.
     *
     * @param clip as above
     * @param text as above
     * @param drs as above
     * @param batch frames in a micro-batch, at least 1
     * @return as above
     */
    NDArray asynchronously(NDArray clip, NDArray text, Drs drs, int batch) {
        return Scopes.within(clip.getManager(), scope -> {
            NDArray time = scope.create(new long[] {drs.timestep()});
            Iterator<Deque<NDArray>> flow = new Encoded(Scopes.borrow(scope, clip), batch);
            for (Segment piece : pieces(time, text, drs)) {
                flow = new Passed(flow, piece);
                for (RtsUnit unit : rts.at(piece.site())) {
                    flow = new Neighbours(flow, unit);
                }
            }
            Shape low = clip.getShape();
            NDArray restored = scope.create(new Shape(low.get(0), low.get(1), SCALE * low.get(2), SCALE * low.get(3)));
            for (long done = 0; done < low.get(0); ) {
                try (NDArray frames = flow.next().pop()) {
                    SCRIPT.callForEffect("put", frames, restored, done);
                    done += frames.getShape().get(0);
                }
            }
            return restored;
        });
    }

    /** From a stack with the latent to one with the picture. */
    private List<Segment> pieces(NDArray time, NDArray text, Drs drs) {
        List<Segment> all = new ArrayList<>();
        // The latent waits below the UNet's own stack.
        all.add(new Segment("", stack -> stack.push(Scopes.borrow(stack.peek().getManager(), stack.peek()))));
        unet.segments(time, text).forEach(piece -> all.add(new Segment("unet." + piece.site(), piece.step())));
        all.add(new Segment("", stack -> {
            try (NDArray estimate = stack.pop();
                    NDArray latent = stack.pop();
                    NDArray clean = drs.clean(latent, estimate)) {
                stack.push(unscaled(clean));
            }
        }));
        vae.decoderSegments().forEach(piece -> all.add(new Segment("decoder." + piece.site(), piece.step())));
        all.add(new Segment("", stack -> {
            try (NDArray picture = stack.pop()) {
                stack.push(SCRIPT.call("colours", picture));
            }
        }));
        return all;
    }

    private NDArray encode(NDArray clip, long first, long count) {
        // Not in the paper: which enlargement.
        try (NDArray enlarged =
                SCRIPT.call("enlarged", clip, first, count, vae.dtype().code())) {
            return vae.encode(enlarged);
        }
    }

    private NDArray unscaled(NDArray latent) {
        try (NDArray exact = Torch.divide(latent, vae.config().scalingFactor())) {
            return Torch.to(exact, vae.dtype());
        }
    }

    /** {@return what the networks compute in} */
    DType dtype() {
        return unet.dtype();
    }

    /** {@return where they compute} */
    Device device() {
        return unet.manager().getDevice();
    }

    @Override
    public void close() {
        vae.close();
        unet.close();
        rts.close();
    }

    /** Micro-batches of latents, each when it is asked for. */
    private final class Encoded implements Iterator<Deque<NDArray>> {
        private final NDArray clip;
        private final int batch;
        private long next;

        Encoded(NDArray clip, int batch) {
            this.clip = clip;
            this.batch = batch;
        }

        @Override
        public boolean hasNext() {
            return next < clip.getShape().get(0);
        }

        @Override
        public Deque<NDArray> next() {
            long count = Math.min(batch, clip.getShape().get(0) - next);
            Deque<NDArray> stack = new ArrayDeque<>();
            stack.push(encode(clip, next, count));
            next += count;
            return stack;
        }
    }

    /** Micro-batches after a piece of a network. */
    private record Passed(Iterator<Deque<NDArray>> source, Segment piece) implements Iterator<Deque<NDArray>> {
        @Override
        public boolean hasNext() {
            return source.hasNext();
        }

        @Override
        public Deque<NDArray> next() {
            Deque<NDArray> stack = source.next();
            piece.step().accept(stack);
            return stack;
        }
    }
}
