package io.vsr4j.upscale;

import io.vsr4j.models.ColourMatch;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Settings for tests: the defaults with a few things said. */
final class Settings {
    String model = "bicubic";
    Integer scale = 2;
    Integer window;
    Integer overlap;
    Integer tile;
    Integer chunkFrames;
    Integer height;
    String codec = "ffv1";
    Integer crf;
    String pixelFormat;
    Double pictureRate;
    boolean overwrite;
    Long from;
    Long to;
    Double memory;
    String dtype = "f32";
    String weights;
    boolean offload;
    ColourMatch colour;
    long seed;

    UpscaleSettings build() {
        return new UpscaleSettings(
                new UpscaleSettings.Network(
                        model,
                        Optional.ofNullable(weights).map(Path::of),
                        integer(scale),
                        "cpu",
                        dtype,
                        OptionalInt.empty(),
                        memory == null ? OptionalDouble.empty() : OptionalDouble.of(memory),
                        offload,
                        seed,
                        Optional.empty()),
                new UpscaleSettings.Grid(
                        integer(window),
                        integer(overlap),
                        integer(tile),
                        integer(chunkFrames),
                        Optional.ofNullable(colour)),
                new UpscaleSettings.Output(
                        integer(height),
                        Optional.ofNullable(codec),
                        Optional.empty(),
                        integer(crf),
                        Optional.ofNullable(pixelFormat),
                        pictureRate == null ? OptionalDouble.empty() : OptionalDouble.of(pictureRate),
                        overwrite),
                new UpscaleSettings.Part(micros(from), micros(to)));
    }

    private static OptionalInt integer(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static OptionalLong micros(Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
