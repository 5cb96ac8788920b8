package io.vsr4j.functions.api;

import io.vsr4j.functions.Uploads;
import io.vsr4j.functions.store.MultipartUpload;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How a video is sent straight to the bucket. */
@Schema(name = "Upload", description = "How a video is sent straight to the bucket: a PUT for each part.")
record UploadBody(
        @Schema(description = "Id of the upload.", required = true)
        String upload,

        @Schema(description = "The parts; each is sent by PUT, with exactly its bytes.", required = true)
        List<Part> parts,

        @Schema(description = "Headers that each PUT must have.", required = true)
        Map<String, String> headers,

        @Schema(description = "When the addresses end, UTC.", required = true)
        String expires) {
    /** A part of the file. */
    @Schema(name = "Part", description = "A part of the file.")
    record Part(
            @Schema(description = "From 1.") int number,
            @Schema(description = "Where it is sent.") String url,

            @Schema(description = "Index of its first byte in the file.")
            long from,

            @Schema(description = "Index after its last byte.")
            long to) {}

    static UploadBody of(Uploads.Begun begun, List<MultipartUpload.Part> parts) {
        return new UploadBody(
                begun.id(),
                parts.stream()
                        .map(p -> new Part(p.number(), p.url().toString(), p.from(), p.to()))
                        .toList(),
                Map.of(),
                begun.expires());
    }
}
