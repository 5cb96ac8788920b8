package io.vsr4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.media.Codec;
import io.vsr4j.upscale.InvalidRequestException;
import io.vsr4j.upscale.UpscaleSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vsr bench}. */
@Command(
        name = "bench",
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Measure speed and peak memory, stage by stage, on synthetic frames.",
            "",
            "Decoder, network and encoder run alone first; then the pipeline runs all of them at once, and probes,"
                    + " plans, joins and proves as 'vsr upscale' does."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  vsr bench", "  vsr bench --size 640x360 --frames 96 --threads 4 --json"})
final class BenchCommand extends VsrCommand {
    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "320x180",
            description = "Size of the source in pixels (default: ${DEFAULT-VALUE}).")
    private String size;

    @Option(
            names = "--frames",
            paramLabel = "N",
            defaultValue = "48",
            description = "Frames of the source (default: ${DEFAULT-VALUE}).")
    private int frames;

    @Option(names = "--scale", paramLabel = "N", description = "Factor of both sides (default: the model's).")
    private Optional<Integer> scale;

    @Mixin
    private NetworkOptions networkOptions;

    @Mixin
    private GridOptions gridOptions;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        int[] sides = sides("--size", size);
        Checks.atLeast("--frames", Optional.of(frames), 1);
        Codec codec = Codec.H264.available() ? Codec.H264 : Codec.AV1;
        UpscaleSettings settings = new UpscaleSettings(
                networkOptions.settings(scale), gridOptions.settings(), output(codec), UpscaleSettings.Part.WHOLE);
        Bench bench = new Bench(settings, sides[0], sides[1], frames, vsr.interrupts());
        vsr.interrupts().guard(() -> {}); // the stages ask, and the folder is deleted in the end
        Path folder = Files.createTempDirectory("vsr-bench");
        try {
            List<Bench.Stage> stages = bench.run(folder);
            if (json) {
                out().println(Json.text(json(bench, settings, stages)));
            } else {
                print(bench, settings, stages);
            }
        } finally {
            delete(folder);
        }
        return Exit.DONE;
    }

    /** {@return width and height of an option that gives both} */
    static int[] sides(String option, String size) {
        if (!size.matches("[1-9]\\d{0,4}x[1-9]\\d{0,4}")) {
            throw new InvalidRequestException(option + " must be WIDTHxHEIGHT, such as 320x180, got '" + size + "'");
        }
        String[] sides = size.split("x");
        return new int[] {Integer.parseInt(sides[0]), Integer.parseInt(sides[1])};
    }

    static UpscaleSettings.Output output(Codec codec) {
        return new UpscaleSettings.Output(
                OptionalInt.empty(),
                Optional.of(codec.ffmpegName()),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                OptionalDouble.empty(),
                false);
    }

    private void print(Bench bench, UpscaleSettings settings, List<Bench.Stage> stages) {
        out().printf(
                        Locale.ROOT,
                        "%s x%d, %s, %d frames, %s on %s, %s, %s threads, %d processors%n",
                        settings.network().model(),
                        bench.scale(),
                        size,
                        frames,
                        bench.dtype(),
                        settings.network().device(),
                        bench.codec(),
                        threads(settings),
                        Runtime.getRuntime().availableProcessors());
        out().printf(Locale.ROOT, "%-10s %12s %12s %14s%n", "", "ms a frame", "frames a s", "peak memory MB");
        for (Bench.Stage stage : stages) {
            out().printf(
                            Locale.ROOT,
                            "%-10s %12.2f %12.2f %14d%n",
                            stage.name(),
                            1000 * stage.seconds() / frames,
                            frames / stage.seconds(),
                            stage.peakBytes() / 1_000_000);
        }
        out().printf(Locale.ROOT, "the pipeline takes %.2f times as long as the network alone%n", ratio(stages));
    }

    private JsonObject json(Bench bench, UpscaleSettings settings, List<Bench.Stage> stages) {
        JsonObject object = new JsonObject();
        object.addProperty("model", settings.network().model());
        object.addProperty("scale", bench.scale());
        object.addProperty("size", size);
        object.addProperty("frames", frames);
        object.addProperty("device", settings.network().device());
        object.addProperty("dtype", bench.dtype());
        object.addProperty("codec", bench.codec());
        object.addProperty("threads", threads(settings));
        object.addProperty("processors", Runtime.getRuntime().availableProcessors());
        JsonArray array = new JsonArray();
        for (Bench.Stage stage : stages) {
            JsonObject one = new JsonObject();
            one.addProperty("stage", stage.name());
            one.addProperty("ms_per_frame", Json.rounded(1000 * stage.seconds() / frames));
            one.addProperty("fps", Json.rounded(frames / stage.seconds()));
            one.addProperty("peak_bytes", stage.peakBytes());
            array.add(one);
        }
        object.add("stages", array);
        object.addProperty("pipeline_to_network", Json.rounded(ratio(stages)));
        return object;
    }

    private static int threads(UpscaleSettings settings) {
        return settings.network().threads().orElse(Runtime.getRuntime().availableProcessors());
    }

    private static double ratio(List<Bench.Stage> stages) {
        return seconds(stages, "pipeline") / seconds(stages, "network");
    }

    static double seconds(List<Bench.Stage> stages, String name) {
        return stages.stream()
                .filter(s -> s.name().equals(name))
                .mapToDouble(Bench.Stage::seconds)
                .sum();
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
