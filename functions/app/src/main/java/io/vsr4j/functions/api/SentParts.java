package io.vsr4j.functions.api;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the bucket answered to the parts of an upload. */
@Schema(name = "SentParts", description = "What the bucket answered to the parts of an upload.")
record SentParts(
        @Schema(description = "One for each part.", required = true)
        List<Sent> etags) {
    /** A part that was sent. */
    @Schema(name = "SentPart", description = "A part that was sent.")
    record Sent(
            @Schema(description = "Its number.", examples = "1", required = true)
            Integer number,

            @Schema(description = "The ETag header of the answer.", required = true)
            String etag) {}
}
