package io.vsr4j.training.run;

import io.vsr4j.tensor.Autograd;
import io.vsr4j.training.Settings;
import io.vsr4j.training.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** The steps of a training from where it stands, with what is written on the way. */
final class Session<S> implements AutoCloseable {
    private final Task<S> task;
    private final Settings settings;
    private final RunSettings run;
    private final TrainingFolder folder;
    private final Stepper<S> stepper;
    private final TrainingListener listener;
    private final Checkpoints checkpoints;
    private final TrainingLog log;
    private final TrainingPage<S> page;
    private final Prefetch<S> samples;
    private final Clock clock;
    private final Surroundings surroundings;
    private long step;
    private long saved;

    Session(
            Task<S> task,
            Settings settings,
            RunSettings run,
            TrainingFolder folder,
            Stepper<S> stepper,
            Progress start,
            TrainingListener listener)
            throws IOException {
        this.task = task;
        this.settings = settings;
        this.run = run;
        this.folder = folder;
        this.stepper = stepper;
        this.listener = listener;
        surroundings = Surroundings.of(settings, stepper.device());
        step = start.steps();
        saved = step;
        checkpoints = new Checkpoints(folder.checkpoints(), run.keep());
        checkpoints.clean();
        log = new TrainingLog(folder.log(), step);
        page = new TrainingPage<>(task, settings, folder.page(), log);
        samples = new Prefetch<>(
                task::sample,
                stepper.device(),
                step * run.accumulation(),
                run.steps() * run.accumulation(),
                run.dataThreads(),
                run.dataAhead());
        clock = new Clock(start.seconds(), samples::waited);
    }

    /** Makes steps until there are enough, or nobody wants more. */
    boolean run(BooleanSupplier stopping) throws IOException {
        listener.begins(step, run.steps());
        try {
            while (step < run.steps() && !stopping.getAsBoolean()) {
                StepResult result = stepper.step(step++, samples);
                listener.stepped(result, clock.waited());
                Map<String, Double> validation = validation();
                if (step % run.logEvery() == 0 || step == run.steps() || !validation.isEmpty()) {
                    log.add(result, validation, clock.seconds(), clock.waitedSinceLast());
                }
                if (step % run.checkpointEvery() == 0) {
                    save();
                }
            }
        } catch (DivergenceException e) {
            DivergenceException told = new DivergenceException(e.getMessage() + "; " + kept());
            try {
                page.write(stepper);
            } catch (IOException | RuntimeException unwritten) {
                // What matters is the divergence: its numbers may be what the page cannot be made of.
                told.addSuppressed(unwritten);
            }
            throw told;
        }
        if (step > saved) {
            save();
        }
        if (step >= run.steps()) {
            publish();
        }
        return step >= run.steps();
    }

    private Map<String, Double> validation() throws IOException {
        if (run.validateEvery() == 0 || step % run.validateEvery() != 0) {
            return Map.of();
        }
        Map<String, Double> figures;
        try (Autograd off = Autograd.off();
                Stepper.Averaged averaged = stepper.averaged()) {
            figures = task.validate();
        }
        listener.validated(step, figures);
        return figures;
    }

    private void save() throws IOException {
        log.force();
        Progress progress = new Progress(
                Progress.VERSION,
                step,
                clock.seconds(),
                settings.recipe(),
                settings.values(),
                stepper.watch().state(),
                surroundings);
        Path written = checkpoints.write(progress, task, stepper);
        saved = step;
        page.write(stepper);
        listener.saved(written);
    }

    private String kept() throws IOException {
        List<Path> all = checkpoints.all();
        String remedy = "a lower learning-rate, a warmup or a clip may help";
        return all.isEmpty()
                ? "no checkpoint had been written; " + remedy
                : "the last checkpoint, of step " + saved + ", is kept: " + all.get(all.size() - 1) + "; " + remedy;
    }

    /** Puts the weights in the place of those of an earlier end, if there was one. */
    private void publish() throws IOException {
        Path partial = folder.newWeights();
        for (Path old : List.of(partial, folder.weights())) {
            if (Files.exists(old)) {
                Trees.delete(old);
            }
        }
        Checkpoints.save(task, stepper, partial);
        Files.move(partial, folder.weights(), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() throws IOException {
        samples.close();
        log.close();
    }
}
