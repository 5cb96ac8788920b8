package io.vsr4j.training.run;

import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.training.Settings;
import io.vsr4j.training.Task;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Trains a task into a folder: {@code checkpoints/}, {@code log.csv}, {@code log.html} and, at the end, {@code weights/}.
 * Equal settings, data and numbers of threads give equal bits, whether the training was interrupted or not.
 *
 * @param <S> what a step looks at
 */
public final class Trainer<S> {
    private final Task<S> task;
    private final Settings settings;
    private final RunSettings run;
    private final Path root;
    private final TrainingListener listener;
    private volatile boolean stopping;

    /**
     * Prepares a training.
     *
     * @param task stays the caller's; it is as its recipe opens it, also when a training is resumed
     * @param settings of its recipe
     * @param root the training's folder
     * @param listener is told how it goes
     * @throws IllegalArgumentException if a setting makes no sense
     */
    public Trainer(Task<S> task, Settings settings, Path root, TrainingListener listener) {
        this.task = task;
        this.settings = settings;
        this.run = RunSettings.of(settings);
        this.root = root;
        this.listener = listener;
    }

    /**
     * Trains. After {@link #stop}, and at the end, there is a checkpoint of the last step.
     *
     * @param resume whether to go on from the folder's newest checkpoint; from the beginning if there is none
     * @return whether all steps have been made
     * @throws IllegalArgumentException if there is a training in the folder and it is not resumed, or had other settings
     * @throws CheckpointException if its checkpoint is damaged or of another network
     * @throws DivergenceException if a loss or a gradient goes wrong
     * @throws IOException if data cannot be read, or a checkpoint cannot be written
     */
    public boolean run(boolean resume) throws IOException {
        // What makes no sense to the stepper leaves no folder behind.
        try (Stepper<S> stepper = new Stepper<>(task, settings, run);
                TrainingFolder folder = new TrainingFolder(root)) {
            Checkpoints checkpoints = new Checkpoints(folder.checkpoints(), run.keep());
            Progress start = start(folder, checkpoints, stepper, resume);
            try (Session<S> session = new Session<>(task, settings, run, folder, stepper, start, listener)) {
                return session.run(() -> stopping);
            }
        }
    }

    private Progress start(TrainingFolder folder, Checkpoints checkpoints, Stepper<S> stepper, boolean resume)
            throws IOException {
        List<Path> all = checkpoints.all();
        if (all.isEmpty()) {
            folder.requireNoOther();
            return new Progress(
                    Progress.VERSION,
                    0,
                    0,
                    settings.recipe(),
                    settings.values(),
                    stepper.watch().state(),
                    null);
        }
        Path newest = all.get(all.size() - 1);
        if (!resume) {
            throw new IllegalArgumentException(
                    root + " holds a training already (" + newest + "); resume it, or name another folder");
        }
        try {
            Progress progress = Checkpoints.progress(newest);
            progress.requireSame(settings.recipe(), settings.values());
            if (progress.steps() > run.steps()) {
                throw new IllegalArgumentException("the training to resume has made " + progress.steps()
                        + " steps, and setting steps is " + run.steps() + "; set it to " + progress.steps()
                        + " or more, or take an earlier checkpoint's weights");
            }
            Surroundings.of(settings, stepper.device())
                    .differences(progress.surroundings())
                    .forEach(listener::note);
            Checkpoints.restore(newest, stepper);
            stepper.watch().restore(progress.watch());
            return progress;
        } catch (CheckpointException e) {
            throw new CheckpointException(e.getMessage() + "; " + remedy(all), e);
        } catch (NoSuchFileException e) {
            throw new CheckpointException(newest + " lacks " + e.getFile() + "; " + remedy(all), e);
        }
    }

    private static String remedy(List<Path> all) {
        String first = "remove " + all.get(all.size() - 1) + " to ";
        return first + (all.size() > 1 ? "go on from " + all.get(all.size() - 2) : "begin anew");
    }

    /** Asks the training to end after the step that it is at. Any thread may call this. */
    public void stop() {
        stopping = true;
    }
}
