package io.vsr4j.cli;

import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * The set of photos, drawings and videos to begin with. A script beside the launcher downloads it, which is the only thing of
 * this program that does, and only when asked to.
 */
final class TrainingSet {
    /** The launcher says where the program is. */
    static final String APP = "vsr.app";

    /** Exit status of the script if a source could not be reached and the rest is there. */
    private static final int INCOMPLETE = 3;

    private TrainingSet() {}

    /**
     * Fetches what is not there yet.
     *
     * @param folder where it will be
     * @param messages where the script's output goes
     * @param interrupts stop it
     * @throws InvalidRequestException if the script is missing, or refuses
     * @throws CancellationException if it was stopped
     * @throws IOException if it cannot be run
     */
    static void fetch(Path folder, PrintWriter messages, Interrupts interrupts) throws IOException {
        Path script = Path.of(System.getProperty(APP, "")).resolve("bin/fetch-training-data");
        if (!Files.isRegularFile(script)) {
            throw new InvalidRequestException("--fetch runs " + script + ", which is not there; fetch videos or photos"
                    + " yourself and name their folder with --set data=DIR");
        }
        Process process = new ProcessBuilder(List.of("bash", script.toString(), folder.toString()))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        interrupts.guard(() -> stop(process));
        process.inputReader().lines().forEach(line -> {
            messages.println(line);
            messages.flush();
        });
        int exit = process.onExit().join().exitValue();
        if (interrupts.interrupted()) {
            throw new CancellationException(
                    "stopped while the training set was fetched into " + folder + "; give the same command to go on");
        }
        if (exit != 0 && exit != INCOMPLETE) {
            throw new InvalidRequestException("the training set could not be fetched into " + folder
                    + "; the reason stands above, and what is there already is not fetched again");
        }
    }

    private static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
