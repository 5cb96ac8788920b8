package io.vsr4j.models.wan;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import java.util.HashMap;
import java.util.Map;

/**
 * The autoencoder on a whole video at once, with no past to remember: what the groups must add up to. It is written from
 * single operations and loops, and shares nothing with the code it checks but the weights.
 */
final class WanVaeOracle {
    private final WanVaeConfig config;
    private final Map<String, NDArray> weights = new HashMap<>();

    WanVaeOracle(NDManager owner, WanVaeConfig config) {
        this.config = config;
        WanVae names = new WanVae(config);
        names.parameters()
                .shapes()
                .forEach((name, shape) -> weights.put(name, WanVaeTiny.random().tensor(owner, name, shape, DType.F32)));
    }

    NDArray encode(NDArray video) {
        NDArray x = causal("encoder.conv_in", patchify(video, config.patchSize()));
        int stages = config.dimMult().size();
        int flat = 0;
        for (int i = 0; i < stages; i++) {
            NDArray before = x;
            boolean last = i == stages - 1;
            boolean time = !last && config.temporalDownsample().get(i);
            for (int j = 0; j < config.numResBlocks(); j++) {
                x = residual("encoder.down_blocks." + (config.residual() ? i + ".resnets." + j : flat++), x);
            }
            if (!last) {
                x = down("encoder.down_blocks." + (config.residual() ? i + ".downsampler" : flat++), x, time);
            }
            if (config.residual()) {
                x = x.add(averages(before, x.getShape().get(1), time ? 2 : 1, last ? 1 : 2));
            }
        }
        x = exit("encoder", middle("encoder", x));
        return conv("quant_conv", x, 1, 0);
    }

    NDArray decode(NDArray latents) {
        NDArray x = middle("decoder", causal("decoder.conv_in", conv("post_quant_conv", latents, 1, 0)));
        int stages = config.dimMult().size();
        for (int i = 0; i < stages; i++) {
            NDArray before = x;
            String block = "decoder.up_blocks." + i;
            for (int j = 0; j <= config.numResBlocks(); j++) {
                x = residual(block + ".resnets." + j, x);
            }
            if (i < stages - 1) {
                boolean time = config.temporalDownsample().get(stages - 2 - i);
                x = up(block + (config.residual() ? ".upsampler" : ".upsamplers.0"), x, time);
                if (config.residual()) {
                    x = x.add(copies(before, x.getShape().get(1), time ? 2 : 1));
                }
            }
        }
        return unpatchify(exit("decoder", x), config.patchSize()).clip(-1, 1);
    }

    // --- layers

    private NDArray conv(String name, NDArray x, long stride, long border) {
        NDArray w = weights.get(name + ".weight");
        NDArray w5 = w.getShape().dimension() == 4 ? w.expandDims(2) : w;
        long[] strides = {1, stride, stride};
        return Torch.conv3d(
                x, w5, weights.get(name + ".bias"), strides, new long[] {0, border, border}, new long[] {1, 1, 1}, 1);
    }

    private static NDArray zeroFrames(NDArray x, long count) {
        Shape s = x.getShape();
        return x.getManager()
                .zeros(new Shape(s.get(0), s.get(1), count, s.get(3), s.get(4)))
                .concat(x, 2);
    }

    private NDArray causal(String name, NDArray x) {
        long border = weights.get(name + ".weight").getShape().get(3) / 2;
        return conv(name, zeroFrames(x, 2), 1, border);
    }

    private NDArray normed(String name, NDArray x) {
        NDArray gamma = weights.get(name + ".gamma").reshape(1, -1, 1, 1, 1);
        return x.div(x.square().mean(new int[] {1}, true).sqrt()).mul(gamma);
    }

    private NDArray residual(String name, NDArray x) {
        NDArray h = causal(name + ".conv1", Torch.silu(normed(name + ".norm1", x)));
        h = causal(name + ".conv2", Torch.silu(normed(name + ".norm2", h)));
        boolean fit = weights.containsKey(name + ".conv_shortcut.weight");
        return h.add(fit ? conv(name + ".conv_shortcut", x, 1, 0) : x);
    }

    private NDArray exit(String side, NDArray x) {
        return causal(side + ".conv_out", Torch.silu(normed(side + ".norm_out", x)));
    }

    private NDArray middle(String side, NDArray x) {
        NDArray h = residual(side + ".mid_block.resnets.0", x);
        NDList frames = new NDList();
        for (long t = 0; t < h.getShape().get(2); t++) {
            frames.add(attended(side + ".mid_block.attentions.0", h.get(":, :, {}:{}", t, t + 1)));
        }
        return residual(side + ".mid_block.resnets.1", NDArrays.concat(frames, 2));
    }

    private NDArray attended(String name, NDArray frame) {
        Shape s = frame.getShape();
        long width = s.get(1);
        NDArray qkv =
                conv(name + ".to_qkv", normed(name + ".norm", frame), 1, 0).reshape(3, width, -1);
        NDArray scores = qkv.get(0).transpose().matMul(qkv.get(1)).div(Math.sqrt(width));
        NDArray seen = qkv.get(2).matMul(scores.softmax(1).transpose());
        return conv(name + ".proj", seen.reshape(s), 1, 0).add(frame);
    }

    private NDArray down(String name, NDArray x, boolean time) {
        NDArray padded = x.pad(new Shape(0, 1, 0, 1), 0);
        NDArray h = conv(name + ".resample.1", padded, 2, 0);
        if (!time || h.getShape().get(2) == 1) {
            return h;
        }
        NDArray later = Torch.conv3d(
                h,
                weights.get(name + ".time_conv.weight"),
                weights.get(name + ".time_conv.bias"),
                new long[] {2, 1, 1},
                new long[] {0, 0, 0},
                new long[] {1, 1, 1},
                1);
        return h.get(":, :, 0:1").concat(later, 2);
    }

    private NDArray up(String name, NDArray x, boolean time) {
        NDArray h = x;
        if (time && x.getShape().get(2) > 1) {
            NDArray pairs = causal(name + ".time_conv", x.get(":, :, 1:"));
            long width = x.getShape().get(1);
            NDList frames = new NDList(x.get(":, :, 0:1"));
            for (long t = 0; t < pairs.getShape().get(2); t++) {
                frames.add(pairs.get(":, 0:{}, {}:{}", width, t, t + 1));
                frames.add(pairs.get(":, {}:, {}:{}", width, t, t + 1));
            }
            h = NDArrays.concat(frames, 2);
        }
        return conv(name + ".resample.1", h.repeat(3, 2).repeat(4, 2), 1, 1);
    }

    // --- moving pixels, one by one

    private interface Place {
        float at(long c, long t, long y, long x);
    }

    private static NDArray fill(NDManager manager, Shape shape, Place place) {
        float[] values = new float[(int) shape.size()];
        int i = 0;
        for (long c = 0; c < shape.get(1); c++) {
            for (long t = 0; t < shape.get(2); t++) {
                for (long y = 0; y < shape.get(3); y++) {
                    for (long x = 0; x < shape.get(4); x++) {
                        values[i++] = place.at(c, t, y, x);
                    }
                }
            }
        }
        return manager.create(values, shape);
    }

    private static Place of(NDArray x) {
        Shape s = x.getShape();
        float[] values = x.toFloatArray();
        return (c, t, row, column) ->
                t < 0 ? 0 : values[(int) (((c * s.get(2) + t) * s.get(3) + row) * s.get(4) + column)];
    }

    /** The average of as many consecutive (channel, frame, row, column) of a box as there are for each output channel. */
    static NDArray averages(NDArray x, long channels, int time, int space) {
        Shape s = x.getShape();
        long frames = (s.get(2) + time - 1) / time;
        long missing = frames * time - s.get(2);
        long box = (long) time * space * space;
        long group = s.get(1) * box / channels;
        Place from = of(x);
        Shape shape = new Shape(1, channels, frames, s.get(3) / space, s.get(4) / space);
        return fill(x.getManager(), shape, (c, t, row, column) -> {
            double sum = 0;
            for (long k = c * group; k < (c + 1) * group; k++) {
                long dt = k % box / (space * space);
                long dy = k / space % space;
                long dx = k % space;
                sum += from.at(k / box, t * time + dt - missing, row * space + dy, column * space + dx);
            }
            return (float) (sum / group);
        });
    }

    /** Its counterpart: each place of a larger box takes one of the channels, each channel several consecutive places. */
    static NDArray copies(NDArray x, long channels, int time) {
        Shape s = x.getShape();
        long repeats = channels * time * 4 / s.get(1);
        Place from = of(x);
        Shape shape = new Shape(1, channels, s.get(2) * time - (time - 1), s.get(3) * 2, s.get(4) * 2);
        return fill(x.getManager(), shape, (c, t, row, column) -> {
            long late = t + time - 1;
            long k = ((c * time + late % time) * 2 + row % 2) * 2 + column % 2;
            return from.at(k / repeats, late / time, row / 2, column / 2);
        });
    }

    static NDArray patchify(NDArray x, int patch) {
        Shape s = x.getShape();
        Place from = of(x);
        Shape shape = new Shape(1, s.get(1) * patch * patch, s.get(2), s.get(3) / patch, s.get(4) / patch);
        return fill(x.getManager(), shape, (c, t, row, column) -> {
            long dx = c / patch % patch;
            long dy = c % patch;
            return from.at(c / (patch * patch), t, row * patch + dy, column * patch + dx);
        });
    }

    static NDArray unpatchify(NDArray x, int patch) {
        Shape s = x.getShape();
        Place from = of(x);
        Shape shape = new Shape(1, s.get(1) / (patch * patch), s.get(2), s.get(3) * patch, s.get(4) * patch);
        return fill(
                x.getManager(),
                shape,
                (c, t, row, column) ->
                        from.at((c * patch + column % patch) * patch + row % patch, t, row / patch, column / patch));
    }
}
