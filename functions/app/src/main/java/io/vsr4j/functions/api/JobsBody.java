package io.vsr4j.functions.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Some jobs of a list. */
@Schema(name = "Jobs", description = "Some of the jobs, those that were begun last first.")
record JobsBody(
        @Schema(description = "The jobs.", required = true) List<JobBody> jobs,

        @Schema(
                description = "What \"after\" has to be to get those that follow; null if there are none.",
                nullable = true)
        String next) {}
