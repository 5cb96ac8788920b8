package io.vsr4j.functions.api;

import io.vsr4j.functions.store.ObjectStore;
import io.vsr4j.functions.store.StoredObject;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * How an object is answered: all of it, a part, or that the caller has it already (RFC 9110).
 *
 * @param stored the object
 * @param download whether a browser is to save it
 */
record VideoAnswer(Stored stored, boolean download) {
    private static final int PARTIAL = 206;
    private static final int NO_SUCH_PART = 416;

    /** An object and its bucket. */
    record Stored(ObjectStore store, StoredObject object) {}

    /** {@return size, type and ETag} */
    Response head() {
        return described(Response.ok(), stored.object().bytes()).build();
    }

    /**
     * {@return the answer to these headers, each of which may be null}
     *
     * @throws ProblemException if the object has no such part
     */
    Response get(String range, String ifRange, String ifNoneMatch) {
        long size = stored.object().bytes();
        if (has(ifNoneMatch)) {
            return Response.notModified().header("ETag", stored.object().eTag()).build();
        }
        Optional<ByteRange> part = isSame(ifRange) ? ByteRange.of(range, size) : Optional.empty();
        if (part.isEmpty()) {
            return described(Response.ok(part(0, size)), size).build();
        }
        ByteRange wanted = part.get();
        if (wanted.length() == 0) {
            return Problem.of(NO_SUCH_PART, "the video has " + size + " bytes, and nothing at '" + range + "'")
                    .answer()
                    .header("Content-Range", wanted.header(size))
                    .build();
        }
        return described(Response.status(PARTIAL).entity(part(wanted.from(), wanted.length())), wanted.length())
                .header("Content-Range", wanted.header(size))
                .build();
    }

    private ObjectPart part(long from, long length) {
        return new ObjectPart(stored.store(), stored.object(), from, length);
    }

    private Response.ResponseBuilder described(Response.ResponseBuilder answer, long length) {
        StoredObject object = stored.object();
        String name = object.key().substring(object.key().lastIndexOf('/') + 1);
        answer.header("Accept-Ranges", "bytes")
                .header("ETag", object.eTag())
                .header("Last-Modified", date(object.modified()))
                .header("Content-Length", length)
                .type(MediaTypes.of(name));
        return download ? answer.header("Content-Disposition", ContentDisposition.attachment(name)) : answer;
    }

    private boolean has(String ifNoneMatch) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .anyMatch(tag -> tag.equals("*")
                                || tag.equals(stored.object().eTag())
                                || tag.equals("W/" + stored.object().eTag()));
    }

    /** Parts of what has changed since do not fit together. */
    private boolean isSame(String ifRange) {
        if (ifRange == null || ifRange.equals(stored.object().eTag())) {
            return true;
        }
        try {
            Instant had = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(ifRange));
            return had.equals(stored.object().modified().truncatedTo(ChronoUnit.SECONDS));
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static String date(Instant time) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
    }
}
