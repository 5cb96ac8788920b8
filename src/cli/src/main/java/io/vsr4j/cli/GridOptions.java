package io.vsr4j.cli;

import io.vsr4j.upscale.UpscaleSettings;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Windows, tiles and chunks. */
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

    UpscaleSettings.Grid settings() {
        return new UpscaleSettings.Grid(
                Checks.atLeast("--window", window, 1),
                Checks.atLeast("--overlap", overlap, 0),
                Checks.atLeast("--tile", tile, 0),
                Checks.atLeast("--chunk-frames", chunkFrames, 1));
    }
}
