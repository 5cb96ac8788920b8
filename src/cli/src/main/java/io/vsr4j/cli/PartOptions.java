package io.vsr4j.cli;

import io.vsr4j.upscale.InvalidRequestException;
import io.vsr4j.upscale.UpscaleSettings;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** The stretch of the video that is wanted. */
final class PartOptions {
    @Option(
            names = "--from",
            paramLabel = "T",
            converter = TimeConverter.class,
            description = "First moment that is wanted: seconds (12.5) or [hh:]mm:ss[.fff].")
    private Long from;

    @Option(
            names = "--to",
            paramLabel = "T",
            converter = TimeConverter.class,
            description = "First moment that is no longer wanted.")
    private Long to;

    UpscaleSettings.Part settings() {
        if (to != null && to <= (from == null ? 0 : from)) {
            throw new InvalidRequestException("--to must be later than "
                    + (from == null ? "0" : "--from, which is " + from / 1e6) + " s, got " + to / 1e6 + " s");
        }
        return new UpscaleSettings.Part(optional(from), optional(to));
    }

    private static OptionalLong optional(Long value) {
        return Optional.ofNullable(value).map(OptionalLong::of).orElse(OptionalLong.empty());
    }
}
