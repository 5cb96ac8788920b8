package io.vsr4j.models.compact;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Processor;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Residual blocks at the source's size, of 3x3 convolutions on each frame and of convolutions along time, and a
 * pixel-shuffle, whose result is added to the bicubic enlargement (PyTorch's, a = -0.75). Of no paper: its blocks in space
 * are those of EDSR (Lim et al., arXiv:1707.02921, figure 2); those in time are like AdcVSR's, with half the channels inside
 * and a second convolution that looks at one frame: so they take little, reach half as far, and there can be more of them.
 */
public final class CompactNetwork extends Network {
    /** How many frames on each side a block in time sees. */
    static final int TIME_REACH = 1;

    private static final TorchScript SCRIPT =
            TorchScript.resource(CompactNetwork.class, "compact.ts.py", "fused.ts.py");

    /** The same methods on oneDNN, whose operations have no gradients. */
    private static final TorchScript ONE_DNN =
            TorchScript.resource(CompactNetwork.class, "compact.ts.py", "fused_onednn.ts.py");

    /** Features of frames to features. */
    private interface Block {
        /** All frames at once. */
        NDArray forward(NDArray h, int frames);

        /** The frames of one clip, one after the other. */
        Frames forward(Frames frames, TorchScript script);
    }

    /** Along time, with the weights {@code p}. */
    private record Time(Parameters p) implements Block {
        @Override
        public NDArray forward(NDArray h, int frames) {
            return SCRIPT.call("time", h, p.dict(), frames);
        }

        @Override
        public Frames forward(Frames frames, TorchScript script) {
            return new Frames() {
                private NDArray now = frames.next();
                private NDArray gift;

                @Override
                public NDArray next() {
                    NDArray frame = now;
                    if (frame == null) {
                        return null;
                    }
                    now = frames.next();
                    NDArray before = gift;
                    gift = script.call("change_in_time", frame, before, now, p.dict());
                    if (before != null) {
                        before.close();
                    }
                    return frame;
                }
            };
        }
    }

    /** In each frame by itself. */
    private record Space(Parameters p) implements Block {
        @Override
        public NDArray forward(NDArray h, int frames) {
            return SCRIPT.call("space", h, p.dict());
        }

        @Override
        public Frames forward(Frames frames, TorchScript script) {
            return () -> {
                NDArray frame = frames.next();
                if (frame != null) {
                    script.callForEffect("change_in_space", frame, p.dict());
                }
                return frame;
            };
        }
    }

    /** Frames that come one after the other. */
    private interface Frames {
        /** {@return the next one, [1, C, h, w], which is the caller's; null after the last} */
        NDArray next();
    }

    private final CompactConfig config;
    private final List<Block> body = new ArrayList<>();

    /** @param config its sizes */
    public CompactNetwork(CompactConfig config) {
        this.config = config;
        Parameters p = parameters();
        p.conv("first", 3, config.width(), 3, 3);
        for (int i = 0; i < config.body().size(); i++) {
            Parameters of = p.child("body." + i);
            if (config.temporal(i)) {
                int narrow = (config.width() + 1) / 2;
                of.conv("conv1", config.width(), narrow, 3).conv("conv2", narrow, config.width(), 1);
                body.add(new Time(of));
            } else {
                of.conv("conv1", config.width(), config.width(), 3, 3);
                of.conv("conv2", config.width(), config.width(), 3, 3);
                body.add(new Space(of));
            }
        }
        p.conv("last", config.width(), 3L * config.scale() * config.scale(), 3, 3);
    }

    /** {@return whether a tensor of that name begins at zero, so that a fresh network is the bicubic enlargement} */
    static boolean zeroStarted(String name) {
        return name.contains(".conv2.") || name.startsWith("last.") || name.endsWith(".bias");
    }

    /** {@return its sizes} */
    public CompactConfig config() {
        return config;
    }

    /**
     * Enlarges frames.
     *
     * @param x {@code [B * T, 3, h, w]} {@code float32}, RGB, 0 to 1, the frames of each clip one after the other
     * @param frames T
     * @return {@code [B * T, 3, h * scale, w * scale]}, {@code float32} too
     */
    public NDArray forward(NDArray x, int frames) {
        return Scopes.within(x.getManager(), scope -> {
            NDArray source = Scopes.borrow(scope, x);
            return Autograd.recording() ? allAtOnce(source, frames) : oneByOne(scope, source, frames);
        });
    }

    /** {@return pictures of half the size, in the place of {@code large}, which is closed} */
    static NDArray halved(NDArray large) {
        try (large) {
            return SCRIPT.call("halved", large);
        }
    }

    private NDArray allAtOnce(NDArray x, int frames) {
        NDArray h = SCRIPT.call("first", x, parameters().dict());
        for (Block block : body) {
            NDArray next = block.forward(h, frames);
            h.close();
            h = next;
        }
        return SCRIPT.call("last", h, x, parameters().dict(), config.scale());
    }

    private NDArray oneByOne(NDManager scope, NDArray x, int frames) {
        NDArray results = SCRIPT.call("results", x, config.scale());
        NDArray bicubic = SCRIPT.call("bicubic_weights", x, config.scale());
        int count = (int) x.getShape().get(0);
        for (int start = 0; start < count; start += frames) {
            try (NDManager clip = scope.newSubManager()) {
                clip(Scopes.borrow(clip, x), start, Math.min(count, start + frames), bicubic, results);
            }
        }
        return results;
    }

    /** {@return whether oneDNN computes in the weights' type there; of the narrow ones it refuses what the processor lacks} */
    private boolean oneDnnFits(Device device) {
        boolean known = dtype() == DType.F32 || dtype() == DType.BF16 && Processor.fastBf16();
        // Whoever checks gradients lends weights of double precision.
        boolean asSaid = parameters().get("first.weight").getDataType() == dtype().djl();
        return known && asSaid && !device.isGpu() && Processor.hasOneDnn();
    }

    private void clip(NDArray x, int start, int end, NDArray bicubic, NDArray results) {
        TorchScript script = oneDnnFits(x.getDevice()) ? ONE_DNN : SCRIPT;
        AtomicInteger read = new AtomicInteger(start);
        Frames frames = () -> {
            int i = read.getAndIncrement();
            return i < end ? SCRIPT.call("first_of", x, i, parameters().dict()) : null;
        };
        for (Block block : body) {
            frames = block.forward(frames, script);
        }
        for (int i = start; i < end; i++) {
            try (NDArray h = frames.next()) {
                script.callForEffect("finish", h, x, parameters().dict(), bicubic, config.scale(), results, i);
            }
        }
    }
}
