package io.vsr4j.training.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import io.vsr4j.training.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The folder of a training's checkpoints. Each is a weights folder, as {@code Task.save} writes it, that has one folder
 * more, {@code training}, with all that the next step depends on. It appears under its name when it is whole.
 */
final class Checkpoints {
    private static final String NAME = "step-";
    private static final String NUMBERED = NAME + "\\d{9,18}";
    private static final String STATE = "training/state.safetensors";
    private static final String PROGRESS = "training/progress.json";

    private final Path folder;
    private final int keep;

    /**
     * @param folder made when the first checkpoint is written
     * @param keep how many are kept
     */
    Checkpoints(Path folder, int keep) {
        this.folder = folder;
        this.keep = keep;
    }

    /** {@return those that are there, the oldest first} */
    List<Path> all() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(NUMBERED))
                    .sorted(Comparator.comparing(Checkpoints::number))
                    .toList();
        }
    }

    private static long number(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring(NAME.length()));
    }

    /**
     * Writes a checkpoint, and removes the oldest ones.
     *
     * @param progress how far the training has come
     * @param task whose weights are saved
     * @param stepper whose state is saved
     * @return its folder
     */
    Path write(Progress progress, Task<?> task, Stepper<?> stepper) throws IOException {
        Files.createDirectories(folder);
        clean();
        Path target = folder.resolve(NAME + String.format(java.util.Locale.ROOT, "%09d", progress.steps()));
        Path partial = folder.resolve("." + target.getFileName());
        try {
            save(task, stepper, partial);
            Files.createDirectory(partial.resolve(STATE).getParent());
            SafetensorsWriter.write(partial.resolve(STATE), stepper.state(), Map.of());
            progress.write(partial.resolve(PROGRESS));
        } catch (IOException e) {
            clean(); // the disk may be full
            throw new IOException(
                    "checkpoint " + target + " cannot be written: " + e.getMessage()
                            + "; put that right, and resume from the one before",
                    e);
        }
        if (Files.exists(target)) {
            // Of the same training at the same step: there is nothing to lose.
            Trees.delete(target);
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        List<Path> all = all();
        for (Path old : all.subList(0, Math.max(0, all.size() - keep))) {
            Trees.delete(old);
        }
        return target;
    }

    /** Writes the weights folder alone: with averages, where the training has any. */
    static void save(Task<?> task, Stepper<?> stepper, Path target) throws IOException {
        try (Stepper.Averaged averaged = stepper.averaged();
                Autograd off = Autograd.off()) {
            task.save(target);
        }
    }

    /** Removes what an interrupted write has left. */
    void clean() throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(f -> f.getFileName().toString().matches("\\." + NUMBERED))
                        .toList()) {
                    Trees.delete(file);
                }
            }
        }
    }

    /** {@return how far a checkpoint's training had come} */
    static Progress progress(Path checkpoint) throws IOException {
        Progress progress = Progress.read(checkpoint.resolve(PROGRESS));
        if (progress.steps() != number(checkpoint)) {
            throw new CheckpointException(
                    checkpoint + " holds a training after " + progress.steps() + " steps; was the folder renamed?");
        }
        return progress;
    }

    /** Gives a stepper the state of a checkpoint. */
    static void restore(Path checkpoint, Stepper<?> stepper) throws IOException {
        try (Weights weights = Weights.open(checkpoint.resolve(STATE));
                NDManager scope = TorchEngine.newManager(stepper.device());
                Autograd off = Autograd.off()) {
            Map<String, NDArray> state = stepper.state();
            state.forEach((name, value) -> weights.require(name, value.getShape()));
            weights.requireAllUsed();
            state.forEach((name, value) -> {
                try (NDArray kept = weights.load(scope, name, value.getShape())) {
                    Torch.copyInto(value, kept);
                }
            });
        }
        stepper.publish();
    }
}
