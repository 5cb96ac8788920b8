package io.vsr4j.cli;

import io.vsr4j.sizing.Chart;
import io.vsr4j.sizing.Outcome;
import io.vsr4j.sizing.Plan;
import io.vsr4j.sizing.Platform;
import io.vsr4j.sizing.Price;
import io.vsr4j.sizing.PriceTable;
import io.vsr4j.sizing.ScalingRules;
import io.vsr4j.sizing.Simulation;
import io.vsr4j.sizing.Upload;
import io.vsr4j.sizing.Uploads;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vsr plan}. */
@Command(
        name = "plan",
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Compute chunks, workers, time and cost of an amount of video on rented GPU instances.",
            "",
            "Workers are the fewest with which every video has its result within the deadline. --simulate plays the"
                    + " service through with its scaling rules, which are late, and with spot instances, which are taken"
                    + " back. How long a chunk takes must have been measured; prices are for you to give."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vsr plan --video-hours 10 --deadline 4 --model adcvsr --measured report.json --prices prices.csv",
            "  vsr plan --video-hours 280 --videos 10000 --over 6 --deadline 1 --seconds-per-chunk 20 --simulate",
            "",
            "A price table is CSV: a line 'instance,on_demand,spot,currency', then one for each type, prices by the hour;",
            "or JSON: a list of objects with these members."
        })
final class PlanCommand extends VsrCommand {
    private static final double MOST_HOURS = 1e6;

    @Option(
            names = "--video-hours",
            paramLabel = "N",
            required = true,
            description = "Hours of video, all videos together.")
    private double videoHours;

    @Option(
            names = "--deadline",
            paramLabel = "H",
            required = true,
            description = "Hours from a video's upload to its result.")
    private double deadline;

    @Option(
            names = "--videos",
            paramLabel = "N",
            defaultValue = "1",
            description = "Number of videos (default: ${DEFAULT-VALUE}).")
    private int videos;

    @Option(
            names = "--over",
            paramLabel = "H",
            description = "Hours over which they come, most in the middle (default: all are there at once).")
    private Optional<Double> over;

    @Option(
            names = "--fps",
            paramLabel = "N",
            defaultValue = "24",
            description = "Frames a second (default: ${DEFAULT-VALUE}).")
    private double fps;

    @Mixin
    private ChunkOptions chunkOptions;

    @Option(names = "--prices", paramLabel = "FILE", description = "Price table, CSV or JSON; see below.")
    private Optional<Path> prices;

    @Option(names = "--instance", paramLabel = "TYPE", description = "Which of its instances, if there are several.")
    private Optional<String> instance;

    @Mixin
    private FleetOptions fleetOptions;

    @Option(names = "--simulate", description = "Play it through with the scaling rules.")
    private boolean simulate;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of what the simulation draws at random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--plot",
            paramLabel = "FILE",
            description = "Draw the simulation's course, as SVG; an existing file is replaced.")
    private Optional<Path> plot;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        within("--video-hours", videoHours, 1e-6, MOST_HOURS);
        within("--deadline", deadline, 1e-6, MOST_HOURS);
        within("--fps", fps, 0.1, 1000);
        Checks.range("--videos", videos, 1, 1_000_000);
        if (plot.isPresent() && !simulate) {
            throw new InvalidRequestException("--plot draws what --simulate gives; add --simulate");
        }
        if (instance.isPresent() && prices.isEmpty()) {
            throw new InvalidRequestException("--instance names a line of the price table; add --prices FILE");
        }
        Optional<Price> price =
                prices.isPresent() ? Optional.of(PriceTable.read(prices.get()).of(instance)) : Optional.empty();
        Platform platform = fleetOptions.platform();
        ScalingRules most = fleetOptions.limits();
        List<Upload> uploads = uploads();
        ChunkOptions.Known known = chunkOptions.known(fps, vsr.interrupts());
        Plan plan = Plan.of(uploads, known.costs(), platform, most, 3600 * deadline);
        ScalingRules rules = fleetOptions.rules(plan);
        PlanAnswer answer = new PlanAnswer(
                videoHours,
                deadline,
                known,
                plan,
                platform,
                rules,
                price,
                simulate
                        ? Optional.of(Simulation.cloud(uploads, known.costs(), rules, platform, seed))
                        : Optional.empty(),
                seed);
        if (plot.isPresent()) {
            Files.writeString(plot.get(), chart(answer.outcome().orElseThrow()).svg());
        }
        if (json) {
            out().println(Json.text(answer.json()));
        } else {
            answer.lines().forEach(out()::println);
        }
        return Exit.DONE;
    }

    private Chart chart(Outcome outcome) {
        String title =
                (videos == 1 ? "One video of " : videos + " videos, together ") + PlanAnswer.number(videoHours) + " h";
        return Chart.of(title, outcome);
    }

    private List<Upload> uploads() {
        long frames = Math.round(videoHours * 3600 * fps);
        if (frames < videos) {
            throw new InvalidRequestException(
                    "--video-hours " + videoHours + " is less than a frame for each of " + videos + " videos");
        }
        if (over.isEmpty()) {
            return Uploads.atOnce(videos, frames);
        }
        within("--over", over.get(), 0.01, 240);
        return Uploads.morning(videos, frames, over.get(), seed);
    }

    private static void within(String option, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw new InvalidRequestException(option + " must be in " + PlanAnswer.number(least) + ".."
                    + PlanAnswer.number(most) + ", got " + PlanAnswer.number(value));
        }
    }
}
