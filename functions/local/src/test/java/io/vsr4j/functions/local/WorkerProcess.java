package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.functions.WorkerMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Workers as processes, at work on the bucket and the queues of a rig. */
final class WorkerProcess {
    private WorkerProcess() {}

    /** {@return a worker with all roles that is ready} */
    static Process start(Rig rig, String name) throws IOException {
        return start(rig, name, rig.temporary(), Map.of(), Map.of());
    }

    /**
     * {@return a worker that is ready}
     *
     * @param temporary where it makes files
     * @param settings more of them
     * @param variables more of its environment
     */
    static Process start(
            Rig rig, String name, Path temporary, Map<String, String> settings, Map<String, String> variables)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Supervisor.command(List.of(
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error")))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        Map<String, String> all = new TreeMap<>(Map.of(
                "bucket",
                Rig.BUCKET,
                "visibility",
                "2",
                "lease",
                "1",
                "sweep-after",
                "3600",
                "temporary",
                temporary.toString(),
                "worker",
                name,
                "s3-endpoint",
                rig.aws().s3().orElseThrow().toString(),
                "sqs-endpoint",
                rig.aws().sqs().orElseThrow().toString(),
                "access-key",
                "local",
                "secret-key",
                "secret"));
        all.putAll(settings);
        builder.environment().putAll(new ServiceSettings(new TreeMap<>(all)).toEnvironment());
        builder.environment().putAll(variables);
        Process process = builder.start();
        BufferedReader lines = process.inputReader();
        String line = lines.readLine();
        while (line != null && !line.equals(WorkerMain.READY)) {
            line = lines.readLine();
        }
        assertThat(line).isEqualTo(WorkerMain.READY);
        Thread rest = new Thread(() -> lines.lines().forEach(told -> {}), name + "-told");
        rest.setDaemon(true);
        rest.start();
        return process;
    }
}
