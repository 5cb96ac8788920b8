package io.vsr4j.quality.trunk;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The convolutions of an ImageNet classifier, in five stages; features are what a stage's last ReLU gives. Tensors have
 * torchvision's names, {@code features.0.weight}.
 */
public final class Trunk {
    /** What stands between two stages. */
    public enum Pool {
        /** The largest of 2x2 pixels. */
        MAX_2,
        /** The largest of 3x3 pixels, every second one. */
        MAX_3,
        /** Root of the weighted mean of squares of 3x3 pixels, every second one: DISTS has it so. */
        L2
    }

    private record Conv(int index, int out, int kernel, int stride, int padding) {}

    private static final TorchScript SCRIPT = TorchScript.resource(Trunk.class, "trunk.ts.py");
    private static final int[][] VGG16 = {{64, 64}, {128, 128}, {256, 256, 256}, {512, 512, 512}, {512, 512, 512}};

    private final Parameters parameters;
    private final List<List<Conv>> stages;
    private final List<Boolean> pooled;
    private final Pool pool;
    private final int minimumSide;

    private Trunk(Parameters p, List<List<Conv>> stages, List<Boolean> pooled, Pool pool, int minimumSide) {
        parameters = p.child("features");
        this.stages = stages;
        this.pooled = pooled;
        this.pool = pool;
        this.minimumSide = minimumSide;
        int in = 3;
        for (List<Conv> stage : stages) {
            for (Conv conv : stage) {
                parameters.conv(String.valueOf(conv.index()), in, conv.out(), conv.kernel(), conv.kernel());
                in = conv.out();
            }
        }
    }

    /**
     * AlexNet.
     *
     * @param p of the network that it is a part of
     * @param divisor of all widths, 1 for the published ones
     * @return the trunk
     */
    public static Trunk alexNet(Parameters p, int divisor) {
        return new Trunk(
                p,
                List.of(
                        List.of(new Conv(0, 64 / divisor, 11, 4, 2)),
                        List.of(new Conv(3, 192 / divisor, 5, 1, 2)),
                        List.of(new Conv(6, 384 / divisor, 3, 1, 1)),
                        List.of(new Conv(8, 256 / divisor, 3, 1, 1)),
                        List.of(new Conv(10, 256 / divisor, 3, 1, 1))),
                List.of(false, true, true, false, false),
                Pool.MAX_3,
                31);
    }

    /**
     * VGG16.
     *
     * @param p of the network that it is a part of
     * @param divisor of all widths, 1 for the published ones
     * @param pool {@link Pool#MAX_2} as published
     * @return the trunk
     */
    public static Trunk vgg16(Parameters p, int divisor, Pool pool) {
        List<List<Conv>> stages = new ArrayList<>();
        int index = 0;
        for (int[] widths : VGG16) {
            List<Conv> stage = new ArrayList<>();
            for (int width : widths) {
                stage.add(new Conv(index, width / divisor, 3, 1, 1));
                // Its ReLU is counted too.
                index += 2;
            }
            stages.add(stage);
            // So is the pooling after the stage.
            index++;
        }
        return new Trunk(p, stages, List.of(false, true, true, true, true), pool, 16);
    }

    /** {@return how many stages there are} */
    public int stages() {
        return stages.size();
    }

    /** {@return channels that a stage gives} */
    public int width(int stage) {
        List<Conv> convs = stages.get(stage);
        return convs.get(convs.size() - 1).out();
    }

    /**
     * Refuses pictures of which nothing would be left.
     *
     * @param what needs them, for the message
     * @param width in pixels
     * @param height in pixels
     * @throws IllegalArgumentException if one is too small
     */
    public void requireSize(String what, long width, long height) {
        if (Math.min(width, height) < minimumSide) {
            throw new IllegalArgumentException(what + " needs frames of at least " + minimumSide + "x" + minimumSide
                    + " pixels, got " + width + "x" + height);
        }
    }

    /**
     * Runs one stage.
     *
     * @param stage from 0
     * @param x {@code [N, 3, H, W]}, normalised, or what the stage before gave
     * @return {@code [N, C, H', W']}
     */
    public NDArray forward(int stage, NDArray x) {
        NDArray h = pooled.get(stage) ? SCRIPT.call(pool.name().toLowerCase(Locale.ROOT), x) : null;
        for (Conv conv : stages.get(stage)) {
            try (NDArray before = h) {
                h = SCRIPT.call(
                        "conv",
                        before == null ? x : before,
                        parameters.dict(),
                        String.valueOf(conv.index()),
                        conv.stride(),
                        conv.padding());
            }
        }
        return h;
    }
}
