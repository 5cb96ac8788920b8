package io.vsr4j.upscale;

import io.vsr4j.models.ColourMatch;
import io.vsr4j.models.ModelCard;
import io.vsr4j.tensor.DType;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a user asks for. Everything that is left open is chosen when the job is planned, and then stands in its
 * {@link UpscalePlan}.
 *
 * @param network the model and how it is run
 * @param grid windows, tiles and chunks
 * @param output size, codec, container
 * @param part the stretch of the video that is wanted
 */
public record UpscaleSettings(Network network, Grid grid, Output output, Part part) {
    /** The largest factor of both sides. */
    public static final int MOST_SCALE = 8;

    /** Everything left open: the embedded model at its own scale on the processor. */
    public static final UpscaleSettings DEFAULTS =
            new UpscaleSettings(Network.DEFAULTS, Grid.DEFAULTS, Output.DEFAULTS, Part.WHOLE);

    /**
     * The model and how it is run.
     *
     * @param model id of the model
     * @param weights folder of its weights, unless they are embedded
     * @param scale factor of both sides, 1 to 8; what the model does not have is left to a plain resample
     * @param device "cpu", "gpu" or "gpu:n"
     * @param dtype "f32", "f16" or "bf16"; "auto": what suits model and device
     * @param threads threads within an operation on the processor; open: one for each core
     * @param memory gigabytes that a window may take beside the weights; open: what the device has
     * @param offload whether weights are read block by block, in turn; it does not change the result
     * @param seed seed of the noise, for models that use noise
     * @param prompt words that describe the video, for models that take them; open: what the weights folder has
     */
    public record Network(
            String model,
            Optional<Path> weights,
            OptionalInt scale,
            String device,
            String dtype,
            OptionalInt threads,
            OptionalDouble memory,
            boolean offload,
            long seed,
            Optional<String> prompt) {
        /** Says that the element type is to be chosen. */
        public static final String AUTO = "auto";

        /** The embedded model. */
        public static final Network DEFAULTS = new Network(
                "compact",
                Optional.empty(),
                OptionalInt.empty(),
                "cpu",
                AUTO,
                OptionalInt.empty(),
                OptionalDouble.empty(),
                false,
                0,
                Optional.empty());

        /** {@return what a model of that card computes in} */
        public DType dtype(ModelCard card) {
            return dtype.equals(AUTO) ? card.usualDType(device) : DType.ofCompute(dtype);
        }

        /** {@return the same at another factor} */
        Network withScale(int factor) {
            return new Network(
                    model, weights, OptionalInt.of(factor), device, dtype, threads, memory, offload, seed, prompt);
        }
    }

    /**
     * Windows, tiles, chunks, and colours, which are matched window by window.
     *
     * @param window frames that the model sees together
     * @param overlap frames that neighbouring windows share
     * @param tile side of a tile in source pixels; 0 forbids tiles
     * @param chunkFrames frames that are encoded and kept together
     * @param colour how the colours of a window are matched; open: the model's way
     */
    public record Grid(
            OptionalInt window,
            OptionalInt overlap,
            OptionalInt tile,
            OptionalInt chunkFrames,
            Optional<ColourMatch> colour) {
        /** All chosen by the planner. */
        public static final Grid DEFAULTS = new Grid(
                OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
    }

    /**
     * The file that is made.
     *
     * @param height lines of the displayed picture, reached by a plain resample after the network; open: what the network
     *     gives
     * @param codec name of the codec
     * @param preset speed preset of the codec
     * @param crf constant rate factor of the codec
     * @param pixelFormat FFmpeg's name of the sample layout
     * @param pictureRate frames a second of a folder of pictures
     * @param overwrite whether an existing output may be replaced
     */
    public record Output(
            OptionalInt height,
            Optional<String> codec,
            Optional<String> preset,
            OptionalInt crf,
            Optional<String> pixelFormat,
            OptionalDouble pictureRate,
            boolean overwrite) {
        /** All as the source has it. */
        public static final Output DEFAULTS = new Output(
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                false);
    }

    /**
     * A stretch of the video, in microseconds from its first frame: the frames shown from {@code from} to before {@code to}.
     *
     * @param from beginning; open: the first frame
     * @param to end; open: after the last frame
     */
    public record Part(OptionalLong from, OptionalLong to) {
        /** All of it. */
        public static final Part WHOLE = new Part(OptionalLong.empty(), OptionalLong.empty());
    }
}
