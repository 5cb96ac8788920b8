package io.vsr4j.cli;

import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vsr job}. */
@Command(name = "job", description = "Show, cancel or resume a job of a service.")
final class JobCommand extends VsrCommand {
    @Parameters(paramLabel = "ID", description = "The job's id, as 'vsr jobs' prints it.")
    private String id;

    @Option(names = "--cancel", description = "Stop it before its next window; finished chunks are kept.")
    private boolean cancel;

    @Option(names = "--resume", description = "Do again what failed or was cancelled, and nothing else.")
    private boolean resume;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private ServiceOptions options;

    @Override
    public Integer call() throws IOException {
        if (cancel && resume) {
            throw refuse("--cancel and --resume exclude each other");
        }
        try (ServiceOptions.Connection connection = options.connect()) {
            Jobs jobs = new Jobs(connection.service());
            if (cancel) {
                jobs.cancel(id);
            }
            if (resume) {
                jobs.resume(id);
            }
            JobStatus status = jobs.status(id)
                    .orElseThrow(
                            () -> new InvalidRequestException("there is no job '" + id + "'; 'vsr jobs' lists them"));
            out().println(json ? Json.text(JobText.json(status)) : JobText.line(status));
            out().flush();
            return Exit.DONE;
        }
    }
}
