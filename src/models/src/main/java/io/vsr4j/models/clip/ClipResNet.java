package io.vsr4j.models.clip;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * CLIP's ResNet tower: three convolutions, four stages of bottlenecks whose strides are averages, and attention in place
 * of the last average. Pictures may have any size.
 */
public final class ClipResNet {
    private static final TorchScript SCRIPT = TorchScript.resource(ClipResNet.class, "resnet.ts.py");
    private static final double[] MEAN = {0.48145466, 0.4578275, 0.40821073};
    private static final double[] STD = {0.26862954, 0.26130258, 0.27577711};
    private static final int EXPANSION = 4;

    private record Bottleneck(Parameters parameters, int stride) {}

    private final Parameters stem;
    private final List<Bottleneck> bottlenecks = new ArrayList<>();
    private final Parameters pool;
    private final int heads;

    /**
     * @param p named {@code visual} in the published file
     * @param config {@code layers} of the four stages, {@code width}, {@code heads}, {@code output_dim},
     *     {@code input_resolution}; CLIP's RN50 is [3, 4, 6, 3], 64, 32, 1024, 224
     */
    public ClipResNet(Parameters p, Config config) {
        int width = config.number("width", 64);
        List<Integer> layers = config.numbers("layers");
        config.require(layers.size() == 4, "layers", "a list of 4 numbers");
        stem = p;
        conv(stem, "conv1", "bn1", 3, width / 2, 3);
        conv(stem, "conv2", "bn2", width / 2, width / 2, 3);
        conv(stem, "conv3", "bn3", width / 2, width, 3);
        int in = width;
        for (int stage = 0; stage < 4; stage++) {
            int planes = width << stage;
            for (int i = 0; i < layers.get(stage); i++) {
                bottlenecks.add(
                        bottleneck(p.child("layer" + (stage + 1) + '.' + i), in, planes, i == 0 && stage > 0 ? 2 : 1));
                in = planes * EXPANSION;
            }
        }
        heads = config.number("heads", 32);
        config.require(heads > 0 && in % heads == 0, "heads", "a divisor of " + in);
        long side = config.number("input_resolution", 224) / 32;
        pool = p.child("attnpool")
                .tensor("positional_embedding", side * side + 1, in)
                .linear("k_proj", in, in)
                .linear("q_proj", in, in)
                .linear("v_proj", in, in)
                .linear("c_proj", in, config.number("output_dim", 1024));
    }

    private static Bottleneck bottleneck(Parameters p, int in, int planes, int stride) {
        conv(p, "conv1", "bn1", in, planes, 1);
        conv(p, "conv2", "bn2", planes, planes, 3);
        conv(p, "conv3", "bn3", planes, planes * EXPANSION, 1);
        if (stride > 1 || in != planes * EXPANSION) {
            conv(p, "downsample.0", "downsample.1", in, planes * EXPANSION, 1);
        }
        return new Bottleneck(p, stride);
    }

    private static void conv(Parameters p, String conv, String norm, int in, int out, int kernel) {
        p.tensor(conv + ".weight", out, in, kernel, kernel)
                // libtorch wants all four of a batch norm in one type.
                .exact(norm + ".weight", out)
                .exact(norm + ".bias", out)
                .buffer(norm + ".running_mean", out)
                .buffer(norm + ".running_var", out)
                .buffer(norm + ".num_batches_tracked");
    }

    /**
     * Looks at pictures.
     *
     * @param x {@code [N, 3, H, W]}, RGB, 0 to 1, sides of at least 32
     * @param positions whether the attention knows where things are, which CLIP does and CLIP-IQA does not; the table is
     *     resized along its rows to the number of places
     * @return {@code [N, output_dim]}, not normalised
     */
    public NDArray forward(NDArray x, boolean positions) {
        NDArray h;
        try (NDArray normalised = SCRIPT.call("normalise", x, MEAN, STD)) {
            h = SCRIPT.call("stem", normalised, stem.dict());
        }
        for (Bottleneck block : bottlenecks) {
            try (NDArray before = h) {
                h = SCRIPT.call("bottleneck", before, block.parameters().dict(), block.stride());
            }
        }
        try (NDArray last = h) {
            return SCRIPT.call("attention_pool", last, pool.dict(), heads, positions);
        }
    }
}
