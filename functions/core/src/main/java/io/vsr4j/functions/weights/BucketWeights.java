package io.vsr4j.functions.weights;

import io.vsr4j.tensor.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the weights of a model lie in a bucket: a weights folder below a prefix, with its {@value #SUMS}.
 *
 * @param bucket its name
 * @param prefix what names of the objects begin with, up to the slash and without it
 * @param sums SHA-256 that {@value #SUMS} must have; without it, whoever can write there can replace all
 */
public record BucketWeights(String bucket, String prefix, Optional<String> sums) {
    /** The list of files, in the form that {@code sha256sum} writes and checks. */
    public static final String SUMS = "SHA256SUMS";

    private static final String SCHEME = "s3://";
    private static final Pattern FORM =
            Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/([^#]*[^#/])/*(?:#sha256=([0-9a-f]{64}))?");

    /** {@return whether a setting names a bucket; else it is a folder of this machine} */
    public static boolean is(String value) {
        return value.startsWith(SCHEME);
    }

    /**
     * Reads a setting.
     *
     * @param name of the setting
     * @param value such as {@code s3://models/adcvsr#sha256=HEX}
     * @throws IllegalArgumentException if it is of another form
     */
    public static BucketWeights of(String name, String value) {
        Matcher form = FORM.matcher(value);
        if (!form.matches()) {
            throw new IllegalArgumentException(name + " must be a folder, or s3://BUCKET/PREFIX, which #sha256= and 64"
                    + " hexadecimal digits may follow: the SHA-256 of its " + SUMS + "; got '" + value + "'");
        }
        return new BucketWeights(form.group(1), form.group(2), Optional.ofNullable(form.group(3)));
    }

    /** {@return the folder that settings name for these weights, whose files {@link WeightsFolders} knows} */
    public Path folder(Path cache) {
        return cache.resolve(Sha256.of(ByteBuffer.wrap(toString().getBytes(StandardCharsets.UTF_8))));
    }

    /** {@return the name of a file's object} */
    String key(String file) {
        return prefix + '/' + file;
    }

    /** As a setting names it. */
    @Override
    public String toString() {
        return SCHEME
                + bucket
                + '/'
                + prefix
                + sums.map(hash -> "#sha256=" + hash).orElse("");
    }
}
