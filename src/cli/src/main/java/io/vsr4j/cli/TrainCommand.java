package io.vsr4j.cli;

import ai.djl.Device;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Recipe;
import io.vsr4j.training.Recipes;
import io.vsr4j.training.Settings;
import io.vsr4j.training.Task;
import io.vsr4j.training.run.RunSettings;
import io.vsr4j.training.run.Trainer;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vsr train}. */
@Command(
        name = TrainCommand.NAME,
        abbreviateSynopsis = true,
        sortOptions = false,
        description = {
            "Train a network by a recipe.",
            "",
            "DIR gets checkpoints/, which are weights folders of their own, log.csv, log.html, and at the end"
                    + " weights/, to be used with --weights. A training that was stopped in whatever way goes on with the"
                    + " same command and --resume, as if nothing had been."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vsr train --list",
            "  vsr train compact-stage1 --show",
            "  vsr train compact-stage1 --fetch data --set store=store -o first",
            "  vsr train compact-stage1 --set data=videos --set steps=20000 -o first",
            "  vsr train compact-stage1 --set data=videos --set steps=20000 -o first --resume",
            "  vsr train compact-stage2 --set data=videos --set weights=first/weights -o second"
        })
final class TrainCommand extends VsrCommand {
    static final String NAME = "train";

    static final String LESS_MEMORY = "learn from smaller clips (clip.height, clip.width, clip.frames), fewer at a time"
            + " (batch), or with recompute=true where the recipe has it";

    @Parameters(
            paramLabel = "RECIPE",
            arity = "0..1",
            completionCandidates = Candidates.Recipes.class,
            description = "One of those that --list lists.")
    private Optional<String> recipe;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description = "A setting of the recipe, of those that --show shows; as often as needed.")
    private List<String> given = List.of();

    @Option(
            names = "--fetch",
            paramLabel = "DATA",
            description =
                    "First download a set to begin with into the folder DATA, about 600 MB, unless it is there; then"
                            + " learn from it: as --set data=DATA. docs/training-data.md says what it holds. Needs bash, apt-get,"
                            + " npm, git and ffmpeg.")
    private Optional<Path> fetch;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Folder of the training.")
    private Optional<Path> output;

    @Option(names = "--resume", description = "Go on from the newest checkpoint in DIR; begin if there is none.")
    private boolean resume;

    @Option(
            names = "--device",
            paramLabel = "cpu|gpu[:N]",
            description = "Where networks are trained (default: ${DEFAULT-VALUE}).",
            defaultValue = "cpu")
    private String device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads within one operation (default: one for each core). Another number gives other last"
                    + " digits.")
    private Optional<Integer> threads;

    @Option(names = "--list", description = "List the recipes and exit.")
    private boolean list;

    @Option(names = "--show", description = "Print the recipe's settings, with those of --set, and exit.")
    private boolean show;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress, only results and errors.")
    private boolean quiet;

    @Override
    public Integer call() throws IOException {
        if (list) {
            Recipes.all().forEach(known -> out().println(known.id()));
            return Exit.DONE;
        }
        Recipe chosen = Recipes.named(
                recipe.orElseThrow(() -> refuse("name a recipe, one of those that 'vsr train --list' lists")));
        Settings settings = Recipes.settings(chosen, replaced());
        if (show) {
            settings.values().forEach((name, value) -> out().println(name + " = " + value));
            return Exit.DONE;
        }
        Path root = output.orElseThrow(() -> refuse("name the folder of the training with -o"));
        if (root.toString().isEmpty()) {
            throw new InvalidRequestException("--output is empty; name the folder of the training");
        }
        if (fetch.isPresent()) {
            TrainingSet.fetch(fetch.get(), err(), vsr.interrupts());
        }
        return train(chosen, settings, root);
    }

    private Map<String, String> replaced() {
        Map<String, String> replaced = new LinkedHashMap<>();
        for (String setting : given) {
            int end = setting.indexOf('=');
            if (end < 1) {
                throw refuse("--set takes NAME=VALUE, got '" + setting + "'");
            }
            String name = setting.substring(0, end);
            String value = setting.substring(end + 1);
            String before = replaced.put(name, value);
            if (before != null) {
                throw refuse("--set gives " + name + " twice, '" + before + "' and '" + value + "'; give it once");
            }
        }
        if (fetch.isPresent() && replaced.put("data", fetch.get().toString()) != null) {
            throw refuse("--fetch names the folder of the data, and --set data= does too; give one");
        }
        return replaced;
    }

    private int train(Recipe chosen, Settings settings, Path root) throws IOException {
        Checks.atLeast("--threads", threads, 1).ifPresent(TorchEngine::setThreads);
        RunSettings.of(settings); // what makes no sense is refused before large networks are loaded
        Device place = TorchEngine.device(device);
        try (Task<?> task = chosen.open(settings, place)) {
            TrainingProgress progress =
                    new TrainingProgress(chosen.id(), err(), Terminal.columns(), () -> System.nanoTime() / 1e9, quiet);
            Trainer<?> trainer = new Trainer<>(task, settings, root, progress);
            vsr.interrupts().guard(trainer::stop);
            boolean done;
            try {
                done = trainer.run(resume);
            } finally {
                progress.clear();
            }
            if (!done) {
                throw new CancellationException("stopped after step " + progress.step() + " of "
                        + settings.text("steps") + "; give the same command with --resume to go on");
            }
            out().println(root.resolve("weights"));
            return Exit.DONE;
        }
    }
}
