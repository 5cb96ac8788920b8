package io.vsr4j.functions.api;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a user may do. */
@Schema(name = "Limits", description = "What the caller may do.")
record LimitsBody(
        @Schema(
                description = "How videos are sent: straight to POST /jobs, or by POST /uploads.",
                enumeration = {"direct", "presigned"},
                required = true)
        String upload,

        @Schema(description = "Largest video in bytes.", required = true)
        long bytes,

        @Schema(description = "Largest video in bytes that POST /jobs takes.", required = true)
        long directBytes,

        @Schema(description = "Longest video in seconds.", required = true)
        double seconds,

        @Schema(description = "Most pixels of a frame.", required = true)
        long pixels,

        @Schema(description = "Most jobs at a time that are not over; null if there is no limit.", nullable = true)
        Integer activeJobs,

        @Schema(description = "Name of the caller.", required = true)
        String user,

        @Schema(description = "Whether the caller has said who it is.", required = true)
        boolean signedIn) {}
