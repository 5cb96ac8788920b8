package io.vsr4j.functions.api;

import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A video that is to be sent to the bucket. */
@Schema(name = "NewUpload", description = "A video that is to be sent straight to the bucket.")
record NewUpload(
        @Schema(description = "What the video is called; any text.", examples = "clip.mp4", nullable = true)
        String name,

        @Schema(description = "Its size.", examples = "1048576", required = true)
        Long bytes,

        @Schema(description = "Settings by name.", examples = "{\"scale\": \"2\"}", nullable = true)
        Map<String, String> settings) {}
