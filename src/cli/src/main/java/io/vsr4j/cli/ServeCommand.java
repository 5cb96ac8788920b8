package io.vsr4j.cli;

import io.vsr4j.functions.LocalProcess;
import io.vsr4j.functions.ServiceSettings;
import java.io.IOException;
import java.util.Map;
import java.util.ServiceLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vsr serve}. */
@Command(
        name = "serve",
        description = {
            "Run the service on this machine: bucket, queues and workers, until Ctrl-C.",
            "Whatever is put below incoming/ of its bucket comes back restored below results/."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  vsr serve &", "  vsr submit clip.mp4 --wait"})
final class ServeCommand extends VsrCommand {
    private static final int MOST_PORT = 65535;
    private static final int MOST_WORKERS = 256;

    @Mixin
    private ServiceOptions options;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port of the service on 127.0.0.1 (default: ${DEFAULT-VALUE}).",
            defaultValue = "8080")
    private int port;

    @Option(
            names = "--s3-port",
            paramLabel = "N",
            description = "Port of the bucket (default: ${DEFAULT-VALUE}).",
            defaultValue = "9081")
    private int s3Port;

    @Option(
            names = "--sqs-port",
            paramLabel = "N",
            description = "Port of the queues (default: ${DEFAULT-VALUE}).",
            defaultValue = "9082")
    private int sqsPort;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Processes that restore chunks (default: ${DEFAULT-VALUE}).",
            defaultValue = "1")
    private int workers;

    @Override
    public Integer call() throws IOException {
        Checks.range("--port", port, 0, MOST_PORT);
        Checks.range("--s3-port", s3Port, 0, MOST_PORT);
        Checks.range("--sqs-port", sqsPort, 0, MOST_PORT);
        Checks.range("--workers", workers, 0, MOST_WORKERS);
        LocalProcess service = ServiceLoader.load(LocalProcess.class)
                .findFirst()
                .orElseThrow(() -> new IOException("this program was built without the service"));
        for (String variable : ServiceSettings.unknown(System.getenv())) {
            err().println("vsr: nothing reads " + variable + "; is it misspelt? docs/operations.md lists the settings");
        }
        vsr.interrupts().guard(service::stop);
        service.run(
                new LocalProcess.Options(
                        options.data(),
                        port,
                        s3Port,
                        sqsPort,
                        workers,
                        ServiceSettings.of(System.getenv(), Map.of()),
                        verbose()),
                this::print);
        return Exit.DONE; // it is ended by a signal, and in no other way
    }

    private void print(LocalProcess.Ready ready) {
        Map<String, String> values = ready.settings().values();
        out().println("service      " + ready.http());
        out().println("S3           " + values.get("s3-endpoint"));
        out().println("SQS          " + values.get("sqs-endpoint"));
        out().println("bucket       " + values.get("bucket"));
        out().println("credentials  " + ready.credentials());
        out().println("ready; Ctrl-C ends it");
        out().flush();
    }
}
