package io.vsr4j.functions.api;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of an object that a request wants, as of RFC 9110, section 14.
 *
 * @param from first byte
 * @param length number of bytes; 0 if the object has no such part
 */
record ByteRange(long from, long length) {
    private static final Pattern ONE = Pattern.compile("\\s*bytes\\s*=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*");

    /**
     * {@return the part that a header names; empty if it names none that is understood, and all is wanted} Several parts in
     * one answer are not given, which the standard leaves to the server.
     *
     * @param header the Range header, may be null
     * @param size of the object
     */
    static Optional<ByteRange> of(String header, long size) {
        Matcher one = ONE.matcher(header == null ? "" : header);
        if (!one.matches() || one.group(1).isEmpty() && one.group(2).isEmpty()) {
            return Optional.empty();
        }
        if (one.group(1).isEmpty()) {
            long last = Math.min(size, Long.parseLong(one.group(2)));
            return Optional.of(new ByteRange(size - last, last));
        }
        long from = Long.parseLong(one.group(1));
        long end = one.group(2).isEmpty() ? size : Math.min(size, Long.parseLong(one.group(2)) + 1);
        if (!one.group(2).isEmpty() && Long.parseLong(one.group(2)) < from) {
            return Optional.empty(); // no range at all, which is to be ignored
        }
        return Optional.of(new ByteRange(from, Math.max(0, end - from)));
    }

    /** {@return the Content-Range header} */
    String header(long size) {
        return length == 0 ? "bytes */" + size : "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
