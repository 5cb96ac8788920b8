package io.vsr4j.cli;

import io.vsr4j.models.ColourMatch;
import io.vsr4j.upscale.UpscaleSettings;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Windows, tiles, chunks and colours. */
final class GridOptions {
    @Option(
            names = "--window",
            paramLabel = "N",
            description = "Frames that the model sees together (default: the model's).")
    private Optional<Integer> window;

    @Option(
            names = "--overlap",
            paramLabel = "N",
            description = "Frames that neighbouring windows share and are blended over (default: the model's).")
    private Optional<Integer> overlap;

    @Option(
            names = "--tile",
            paramLabel = "N",
            description = "Side of a tile in source pixels; 0: never cut frames (default: only as memory demands).")
    private Optional<Integer> tile;

    @Option(
            names = "--chunk-frames",
            paramLabel = "N",
            description = "Frames that are encoded and kept together: what a crash costs at most.")
    private Optional<Integer> chunkFrames;

    @Option(
            names = "--colour",
            paramLabel = "WAY",
            completionCandidates = Candidates.Colours.class,
            description =
                    "How colours are brought back to the source's: none, adain (mean and deviation over a window),"
                            + " wavelet (low frequencies), or adain-frame (as adain, picture by picture) (default: the model's).")
    private Optional<String> colour;

    UpscaleSettings.Grid settings() {
        return new UpscaleSettings.Grid(
                Checks.atLeast("--window", window, 1),
                Checks.atLeast("--overlap", overlap, 0),
                Checks.atLeast("--tile", tile, 0),
                Checks.atLeast("--chunk-frames", chunkFrames, 1),
                colour.map(ColourMatch::of));
    }
}
