package io.vsr4j.quality.raft;

import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.Weights;
import java.util.List;

/**
 * Sizes of RAFT.
 *
 * @param small whether it is built like the small network: bottlenecks, one recurrent step a round, no learned upsampling
 * @param levels of the correlation pyramid
 * @param radius of the neighbourhood that is looked up, in places of each level
 * @param features widths of the feature encoder: stem, three stages, output
 * @param context widths of the context encoder, likewise
 * @param hidden channels of the recurrent state, the first ones of the context encoder's output
 * @param corr widths of the convolutions of correlations: two, or one if small
 * @param flow widths of the two convolutions of the flow
 * @param motion channels of what the motion encoder gives, the flow itself included
 * @param head width of the flow head
 * @param mask width of the head that weighs neighbours in upsampling; 0 if small
 */
record RaftConfig(
        boolean small,
        int levels,
        int radius,
        List<Integer> features,
        List<Integer> context,
        int hidden,
        List<Integer> corr,
        List<Integer> flow,
        int motion,
        int head,
        int mask) {
    /** Of both published networks; a checkpoint's tensors tell all else. */
    private static final int PUBLISHED_LEVELS = 4;

    static RaftConfig of(Config config) {
        boolean small = config.flag("small", false);
        List<Integer> features = widths(config, "enc", 5);
        List<Integer> context = widths(config, "ctx", 5);
        // The first stage adds its input to its output.
        config.require(features.get(0).equals(features.get(1)), "enc", "two equal widths to begin with");
        config.require(context.get(0).equals(context.get(1)), "ctx", "two equal widths to begin with");
        int hidden = config.number("hidden");
        config.require(hidden < context.get(4), "hidden", "less than the last of ctx");
        int levels = config.number("levels");
        config.require(levels <= 8, "levels", "at most 8");
        int radius = config.number("radius");
        config.require(radius <= 32, "radius", "at most 32");
        int motion = config.number("motion");
        config.require(motion > 2, "motion", "more than 2");
        return new RaftConfig(
                small,
                levels,
                radius,
                features,
                context,
                hidden,
                widths(config, "corr", small ? 1 : 2),
                widths(config, "flow", 2),
                motion,
                config.number("head"),
                small ? 0 : config.number("mask"));
    }

    private static List<Integer> widths(Config config, String key, int count) {
        List<Integer> widths = config.numbers(key);
        config.require(
                widths.size() == count && widths.stream().allMatch(width -> width > 0),
                key,
                count + " numbers of at least 1");
        return widths;
    }

    /**
     * Reads the sizes off a checkpoint's tensors.
     *
     * @throws CheckpointException if it is not one of RAFT
     */
    static RaftConfig of(Weights weights) {
        boolean small = !weights.names().contains("mask_predictor.conv.weight");
        String motion = "update_block.motion_encoder.";
        int correlations = width(weights, motion + "convcorr1.0", 1);
        int radius = (int) Math.round((Math.sqrt(correlations / (double) PUBLISHED_LEVELS) - 1) / 2);
        if (correlations != correlations(PUBLISHED_LEVELS, radius)) {
            throw new CheckpointException("RAFT's tensor '" + motion + "convcorr1.0.weight' takes " + correlations
                    + " correlations, expected " + PUBLISHED_LEVELS + " squares of an odd number, such as 324 or 196;"
                    + " is it a checkpoint of another model?");
        }
        return new RaftConfig(
                small,
                PUBLISHED_LEVELS,
                radius,
                encoder(weights, "feature_encoder.", small),
                encoder(weights, "context_encoder.", small),
                width(weights, "update_block.recurrent_block.convgru1.convz", 0),
                small
                        ? List.of(width(weights, motion + "convcorr1.0", 0))
                        : List.of(width(weights, motion + "convcorr1.0", 0), width(weights, motion + "convcorr2.0", 0)),
                List.of(width(weights, motion + "convflow1.0", 0), width(weights, motion + "convflow2.0", 0)),
                width(weights, motion + "conv.0", 0) + 2,
                width(weights, "update_block.flow_head.conv1", 0),
                small ? 0 : width(weights, "mask_predictor.convrelu.0", 0));
    }

    private static List<Integer> encoder(Weights weights, String name, boolean small) {
        String last = small ? ".0.convnormrelu3.0" : ".0.convnormrelu2.0";
        return List.of(
                width(weights, name + "convnormrelu.0", 0),
                width(weights, name + "layer1" + last, 0),
                width(weights, name + "layer2" + last, 0),
                width(weights, name + "layer3" + last, 0),
                width(weights, name + "conv", 0));
    }

    /** Length of one axis of a convolution's weight. */
    private static int width(Weights weights, String convolution, int axis) {
        String name = convolution + ".weight";
        if (!weights.names().contains(name)) {
            throw new CheckpointException("RAFT needs a tensor '" + name + "' and the file has none; expected weights"
                    + " of RAFT under torchvision's or its authors' names. Is it a checkpoint of another model?");
        }
        var shape = weights.shape(name);
        if (shape.dimension() != 4 || shape.get(axis) < 1 || shape.get(axis) > 1 << 16) {
            throw new CheckpointException("RAFT's tensor '" + name + "' has shape " + shape
                    + ", expected four axes of a convolution; is it a checkpoint of another model?");
        }
        return (int) shape.get(axis);
    }

    private static int correlations(int levels, int radius) {
        return levels * (2 * radius + 1) * (2 * radius + 1);
    }

    /** Channels that a look-up gives. */
    int correlations() {
        return correlations(levels, radius);
    }

    /** The shortest side: below it the coarsest level would have a single place, which has no extent. */
    int minimumSide() {
        return 16 << (levels - 1);
    }
}
