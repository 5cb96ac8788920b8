package io.vsr4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vsr jobs}. */
@Command(name = "jobs", description = "List the jobs of a service: id, state, finished chunks, result or source.")
final class JobsCommand extends VsrCommand {
    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private ServiceOptions options;

    @Override
    public Integer call() throws IOException {
        try (ServiceOptions.Connection connection = options.connect()) {
            List<JobStatus> jobs = new Jobs(connection.service()).all();
            if (json) {
                JsonObject object = new JsonObject();
                JsonArray array = new JsonArray();
                jobs.forEach(j -> array.add(JobText.json(j)));
                object.add("jobs", array);
                out().println(Json.text(object));
            } else {
                jobs.forEach(j -> out().println(JobText.line(j)));
            }
            out().flush();
            return Exit.DONE;
        }
    }
}
