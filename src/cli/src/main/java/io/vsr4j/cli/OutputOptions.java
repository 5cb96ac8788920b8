package io.vsr4j.cli;

import io.vsr4j.upscale.InvalidRequestException;
import io.vsr4j.upscale.UpscaleSettings;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Option;

/** The file that is made. */
final class OutputOptions {
    @Option(
            names = "--scale",
            paramLabel = "N",
            description =
                    "Factor of both sides, 1 to 8 (default: the model's); 1 restores at the source's size. Where the"
                            + " model has another factor, a plain resample follows.")
    private Optional<Integer> scale;

    @Option(
            names = "--height",
            paramLabel = "H",
            description = "Lines of the picture, instead of --scale: the network enlarges by its factor, then a plain"
                    + " resample follows.")
    private Optional<Integer> height;

    @Option(
            names = "--codec",
            paramLabel = "NAME",
            completionCandidates = Candidates.Codecs.class,
            description = "h264, h265, av1, prores or ffv1, which is lossless (default: by container and bit depth).")
    private Optional<String> codec;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "Speed against size, a preset of the encoder (ultrafast ... veryslow) or profile of ProRes.")
    private Optional<String> preset;

    @Option(
            names = "--crf",
            paramLabel = "N",
            description = "Quality, smaller is better: 0 to 51 for H.264 and H.265, 1 to 63 for AV1.")
    private Optional<Integer> crf;

    @Option(
            names = "--pix-fmt",
            paramLabel = "NAME",
            description = "Sample layout by FFmpeg's name, such as yuv420p10le (default: the source's).")
    private Optional<String> pixelFormat;

    @Option(
            names = "--fps",
            paramLabel = "N",
            description = "Pictures a second, for a folder or pattern of pictures that becomes a video.")
    private Optional<Double> pictureRate;

    @Option(names = "--overwrite", description = "Replace an output that exists.")
    private boolean overwrite;

    /** {@return factor, if one was asked for} */
    Optional<Integer> scale() {
        return scale;
    }

    /** {@return lines of the picture, if they were asked for} */
    Optional<Integer> height() {
        return height;
    }

    /** {@return whether an existing output may be replaced} */
    boolean overwrite() {
        return overwrite;
    }

    UpscaleSettings.Output settings() {
        if (scale.isPresent() && height.isPresent()) {
            throw new InvalidRequestException("--scale and --height exclude each other; leave one out");
        }
        if (pictureRate.isPresent() && !(pictureRate.get() > 0 && pictureRate.get() <= 1000)) {
            throw new InvalidRequestException("--fps must be above 0 and at most 1000, got " + pictureRate.get());
        }
        return new UpscaleSettings.Output(
                Checks.atLeast("--height", height, 1),
                codec,
                preset,
                Checks.atLeast("--crf", crf, 0),
                pixelFormat,
                pictureRate.map(OptionalDouble::of).orElse(OptionalDouble.empty()),
                overwrite);
    }
}
