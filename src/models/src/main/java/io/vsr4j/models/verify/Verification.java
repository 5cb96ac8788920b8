package io.vsr4j.models.verify;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Recomputes a set of reference fixtures, to prove the networks, or a new machine, driver or element type, before a film
 * is trusted to it.
 *
 * @param device where networks compute
 * @param dtype what networks compute in
 */
public record Verification(Device device, DType dtype) {
    private static final List<FixtureCheck> CHECKS = ServiceLoader.load(FixtureCheck.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    /**
     * Runs every file of a set whose name contains a text. A file that is damaged, that no check knows, or whose check
     * breaks off, is a failed case, and so is an output that no check recomputes, and a file of tensors that the manifest
     * does not list.
     *
     * @param set the fixtures
     * @param only in the names of the files to run; empty for all
     * @param results receives each case as it is done
     * @throws IOException if the folder cannot be read
     */
    public void run(FixtureSet set, String only, Consumer<CaseResult> results) throws IOException {
        Set<String> companions = set.companions();
        List<String> unlisted = set.unlisted();
        for (FixtureFile file : set.files()) {
            if (file.name().contains(only)) {
                run(file, companions.contains(file.name()), results);
            }
        }
        for (String name : unlisted) {
            if (name.contains(only)) {
                results.accept(CaseResult.failed(name, "not in manifest.json"));
            }
        }
    }

    private void run(FixtureFile file, boolean companion, Consumer<CaseResult> results) {
        Optional<String> damage = damage(file);
        if (damage.isPresent()) {
            results.accept(CaseResult.failed(file.name(), damage.get()));
            return;
        }
        Optional<FixtureCheck> check =
                CHECKS.stream().filter(c -> c.accepts(file)).findFirst();
        if (check.isEmpty()) {
            if (!companion) {
                results.accept(CaseResult.failed(file.name(), "not implemented: " + file.upstream()));
            }
            return;
        }
        try (NDManager scope = TorchEngine.newManager(device);
                Autograd off = Autograd.off();
                FixtureRun run = new FixtureRun(file, scope, dtype, results)) {
            check.get().run(file, run);
            if (!companion) {
                run.finish();
            }
        } catch (Exception | StackOverflowError | LinkageError e) {
            results.accept(CaseResult.failed(file.name(), reason(e)));
        }
    }

    /** What is wrong with the file itself. */
    private static Optional<String> damage(FixtureFile file) {
        try {
            if (!Files.isRegularFile(file.path())) {
                return Optional.of("there is no such file");
            }
            Optional<String> expected = file.text("sha256");
            if (expected.isPresent() && !expected.get().equals(Sha256.of(file.path()))) {
                return Optional.of("the file is damaged: its SHA-256 is not the manifest's");
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("cannot be read: " + e.getMessage());
        }
    }

    /** One line; of libtorch's message what went wrong, not where in a script. */
    private static String reason(Throwable e) {
        String message = e.getMessage() == null ? "" : e.getMessage().strip();
        if (e instanceof EngineException) {
            return "libtorch: " + line(message.replaceFirst("(?s).*\\RRuntimeError: ", ""));
        }
        boolean expected = e instanceof CheckpointException
                || e instanceof IllegalArgumentException
                || e instanceof IOException
                || e instanceof UncheckedIOException;
        return expected && !message.isEmpty()
                ? line(message)
                : "its check broke off: " + e.getClass().getSimpleName() + ": " + line(message);
    }

    private static String line(String message) {
        return message.lines().map(String::strip).findFirst().orElse("");
    }
}
