package io.vsr4j.functions.local;

import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.functions.WorkerMain;
import io.vsr4j.functions.observe.Observer;
import io.vsr4j.functions.observe.WorkEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one worker alive as a child process: a file that crashes FFmpeg or libtorch takes down that process and no other, and
 * another takes its place.
 */
public final class Supervisor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    /** A child that lived so long did not fail to start. */
    private static final Duration LIVED = Duration.ofSeconds(30);
    /** A worker stops at its next window and hands its message back. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String LOG_LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

    private final String name;
    private final List<String> command;
    private final ServiceSettings settings;
    private final Observer observer;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean isReady;
    private volatile Process child;
    private volatile boolean stopped;

    /**
     * Starts the child.
     *
     * @param name of the worker
     * @param command that starts a {@link WorkerMain}
     * @param settings of the worker
     * @param observer who is told what the child tells
     */
    public Supervisor(String name, List<String> command, ServiceSettings settings, Observer observer) {
        this.name = name;
        this.command = List.copyOf(command);
        this.settings = settings.with("worker", name);
        this.observer = observer;
        thread = new Thread(this::keepAlive, "vsr-" + name + "-supervisor");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * {@return the command that starts a worker with this process's Java and its options}
     *
     * @param options more of them, which come first
     */
    public static List<String> command(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-X") || option.startsWith("--"))
                .filter(option -> !option.contains("Archive")) // of this process's classes
                .forEach(command::add);
        command.addAll(options);
        command.add("-Djava.awt.headless=true");
        String level = System.getProperty(LOG_LEVEL, "error"); // --verbose is for workers too
        command.add("-D" + LOG_LEVEL + "=" + level);
        command.add("-Dorg.slf4j.simpleLogger.log.io.vsr4j=info");
        // Threads bear what they work on, which our own lines say anyway and those of libraries do not.
        command.add("-Dorg.slf4j.simpleLogger.showThreadName=" + level.equals("info"));
        command.add("-cp");
        // Workers do without the libraries of the process around them.
        command.add(System.getProperty("vsr.workers.classes", System.getProperty("java.class.path")));
        command.add(WorkerMain.class.getName());
        return command;
    }

    private void keepAlive() {
        Duration pause = FIRST_PAUSE;
        while (!stopped) {
            long started = System.nanoTime();
            try {
                run();
            } catch (IOException e) {
                if (!stopped) { // which closes what is read here
                    LOG.error("cannot start {}: {}", name, e.getMessage());
                }
            }
            if (stopped) {
                return;
            }
            boolean lived = System.nanoTime() - started > LIVED.toNanos();
            pause = lived ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private void run() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        environment.putAll(settings.toEnvironment()); // secrets too: other users see a command, but no environment
        child = builder.start();
        if (stopped) {
            child.destroy();
        }
        try (BufferedReader lines = child.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(WorkerMain.READY)) {
                    isReady = true;
                    ready.countDown();
                } else {
                    WorkEvent.ofLine(line).ifPresent(this::tell);
                }
            }
            isReady = false;
            int exit = child.waitFor();
            if (!stopped) {
                LOG.warn("{} ended with status {}; it is started again", name, exit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(WorkEvent event) {
        try {
            observer.observe(name, event);
        } catch (RuntimeException e) {
            LOG.warn("what {} tells is not observed", name, e);
        }
    }

    /** {@return whether the child has been ready within a time} */
    public boolean awaitReady(Duration time) throws InterruptedException {
        return ready.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** {@return whether there is a child, and it takes messages} */
    public boolean isReady() {
        return isReady;
    }

    /** {@return the child's process id, -1 if there is none} */
    public long pid() {
        Process process = child;
        return process != null && process.isAlive() ? process.pid() : -1;
    }

    /** Tells the child to end, which hands its message back, and starts no other. */
    public void stop() {
        stopped = true;
        thread.interrupt();
        Process process = child;
        if (process != null) {
            process.destroy();
        }
    }

    /** Stops the child and waits for its end. */
    @Override
    public void close() {
        stop();
        Process process = child;
        if (process != null) {
            try {
                if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
