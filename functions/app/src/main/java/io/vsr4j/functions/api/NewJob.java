package io.vsr4j.functions.api;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A job of a video that is in a bucket already. */
@Schema(
        name = "NewJob",
        description = "A job of a video that is in a bucket already: of an upload that is complete, or of any object.")
record NewJob(
        @Schema(description = "Id of an upload that is complete.", nullable = true)
        String upload,

        @Schema(
                description = "Address of a video in a bucket; for operators only.",
                examples = "s3://films/clip.mp4",
                nullable = true)
        String source,

        @Schema(
                description = "Settings by name, with source; an upload has its own.",
                examples = "{\"scale\": \"2\"}",
                nullable = true)
        Map<String, String> settings) {}
