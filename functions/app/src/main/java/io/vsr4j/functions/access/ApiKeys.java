package io.vsr4j.functions.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keys by which users of the API are known. Of a key only its hash is kept; keys are long and random, so that a plain hash
 * tells nothing of them.
 *
 * @param users who there are
 */
public record ApiKeys(List<User> users) {
    private static final Pattern ENTRY =
            Pattern.compile("(?<name>[A-Za-z0-9][A-Za-z0-9._@-]{0,63}):(?<hash>[0-9a-f]{64})(?<operator>:operator)?");

    /**
     * Somebody with a key.
     *
     * @param name jobs are kept under it
     * @param hash SHA-256 of the key, in hexadecimal digits
     * @param operator whether all jobs are his to see
     */
    public record User(String name, String hash, boolean operator) {}

    /**
     * Reads what is configured.
     *
     * @param text entries {@code NAME:HASH} or {@code NAME:HASH:operator} with commas or line ends between them, or {@code
     *     @FILE} with such entries
     * @throws IllegalArgumentException if an entry is none; does not show it
     */
    public static ApiKeys of(String text) {
        String entries = text.startsWith("@") ? file(text.substring(1)) : text;
        List<User> users = new ArrayList<>();
        for (String entry : entries.split("[,\\r\\n]+")) {
            if (entry.isBlank() || entry.strip().startsWith("#")) {
                continue;
            }
            Matcher matcher = ENTRY.matcher(entry.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("vsr.api-keys: entry " + (users.size() + 1)
                        + " must be NAME:HASH or NAME:HASH:operator, HASH being the 64 hexadecimal digits of the key's"
                        + " SHA-256 (printf %s KEY | sha256sum)");
            }
            users.add(new User(matcher.group("name"), matcher.group("hash"), matcher.group("operator") != null));
        }
        return new ApiKeys(List.copyOf(users));
    }

    private static String file(String name) {
        try {
            return Files.readString(Path.of(name));
        } catch (IOException e) {
            throw new IllegalArgumentException("vsr.api-keys: the file " + name + " cannot be read: " + e, e);
        }
    }

    /** {@return whose key it is, empty if nobody's} */
    public Optional<User> user(String key) {
        byte[] hash = sha256(key);
        Optional<User> found = Optional.empty();
        for (User user : users) { // all of them: how long it takes tells nothing
            if (MessageDigest.isEqual(hash, HexFormat.of().parseHex(user.hash()))) {
                found = Optional.of(user);
            }
        }
        return found;
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
