package io.vsr4j.functions.local;

import io.vsr4j.functions.aws.Credentials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A request that claims to be signed as AWS asks for (Signature Version 4, in headers).
 *
 * @param method such as POST
 * @param uri path and query
 * @param headers by name in lower case
 * @param body the whole of it
 */
record SignedRequest(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 +Credential=([^/,]+)/([0-9]{8})/"
            + "([a-z0-9-]+)/([a-z0-9-]+)/aws4_request, *SignedHeaders=([a-z0-9;-]+), *Signature=([0-9a-f]{64})");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    /** What is older was overheard. AWS takes as much. */
    private static final Duration OLDEST = Duration.ofMinutes(15);

    /** {@return whether it was signed with these, not long ago} */
    boolean isOf(Credentials credentials, Clock clock) {
        Matcher given = AUTHORIZATION.matcher(header("authorization"));
        if (!given.matches() || !given.group(1).equals(credentials.accessKey()) || !isFresh(given.group(2), clock)) {
            return false;
        }
        List<String> signed = Arrays.asList(given.group(5).split(";"));
        if (!signed.contains("host")) {
            return false;
        }
        String scope = String.join("/", given.group(2), given.group(3), given.group(4), "aws4_request");
        String canonical = String.join(
                "\n",
                method,
                uri.getRawPath().isEmpty() ? "/" : uri.getRawPath(),
                query(),
                signed.stream().map(name -> name + ":" + header(name) + "\n").collect(Collectors.joining()),
                given.group(5),
                hex(sha256(body)));
        String toSign =
                String.join("\n", "AWS4-HMAC-SHA256", header("x-amz-date"), scope, hex(sha256(bytes(canonical))));
        byte[] key = bytes("AWS4" + credentials.secretKey());
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return MessageDigest.isEqual(hmac(key, toSign), HexFormat.of().parseHex(given.group(6)));
    }

    private boolean isFresh(String day, Clock clock) {
        try {
            Instant time = TIME.parse(header("x-amz-date"), Instant::from);
            return header("x-amz-date").startsWith(day)
                    && Duration.between(time, clock.instant()).abs().compareTo(OLDEST) < 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** Parameters in the order of their names; they come encoded. */
    private String query() {
        String query = uri.getRawQuery();
        return query == null || query.isEmpty()
                ? ""
                : Arrays.stream(query.split("&"))
                        .map(p -> p.contains("=") ? p : p + "=")
                        .sorted()
                        .collect(Collectors.joining("&"));
    }

    private String header(String name) {
        return headers.getOrDefault(name, List.of()).stream()
                .map(value -> value.trim().replaceAll(" +", " "))
                .collect(Collectors.joining(","));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, mac.getAlgorithm()));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC", e);
        }
    }
}
