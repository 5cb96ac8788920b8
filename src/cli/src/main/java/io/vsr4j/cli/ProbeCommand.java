package io.vsr4j.cli;

import io.vsr4j.media.MediaInfo;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaProbe;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vsr probe}. */
@Command(
        name = "probe",
        abbreviateSynopsis = true,
        sortOptions = false,
        description =
                "Say what is in a video, frame by frame: every packet is read, nothing is taken from the header alone.",
        footerHeading = "%nExamples:%n",
        footer = {"  vsr probe clip.mp4", "  vsr probe clip.mp4 --json --frames"})
final class ProbeCommand extends VsrCommand {
    @Parameters(paramLabel = "IN", description = "A video.")
    private Path in;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(names = "--frames", description = "With --json: the time of each frame and the index of each key frame.")
    private boolean frames;

    @Override
    public Integer call() throws IOException {
        if (frames && !json) {
            throw refuse("--frames needs --json");
        }
        MediaInfo info = MediaProbe.probe(in, MediaLimits.DEFAULT);
        if (json) {
            out().println(Json.text(ProbeJson.of(info, frames)));
        } else {
            ProbeText.lines(info).forEach(out()::println);
        }
        return Exit.DONE;
    }
}
