package io.vsr4j.cli;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
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
    /** Made by Quarkus when the service is built; it lies beside the program's other libraries. */
    private static final String SERVICE = "io.quarkus.runner.GeneratedMain";

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
        Checks.range("--port", port, 0, 65535);
        Checks.range("--s3-port", s3Port, 0, 65535);
        Checks.range("--sqs-port", sqsPort, 0, 65535);
        Checks.range("--workers", workers, 0, 256);
        System.setProperty("vsr.local", "true");
        System.setProperty("vsr.data", options.data().toAbsolutePath().toString());
        System.setProperty("vsr.s3-port", Integer.toString(s3Port));
        System.setProperty("vsr.sqs-port", Integer.toString(sqsPort));
        System.setProperty("vsr.workers", Integer.toString(workers));
        System.setProperty("quarkus.http.port", Integer.toString(port));
        try {
            Class.forName(SERVICE).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
            return Exit.DONE;
        } catch (InvocationTargetException e) {
            throw new IOException("the service ended: " + e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IOException("this program was built without the service", e);
        }
    }
}
