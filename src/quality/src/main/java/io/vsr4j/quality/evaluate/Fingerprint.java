package io.vsr4j.quality.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;

/** A SHA-256 of named values, of which none can be taken for a part of another. */
final class Fingerprint {
    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Adds a value. */
    Fingerprint add(String name, Object value) {
        text(name);
        text(String.valueOf(value));
        return this;
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    /** Adds what is in a file, or in the files of a folder in order of their names, whatever those are. */
    Fingerprint add(String name, Path path) throws IOException {
        text(name);
        if (!Files.isDirectory(path)) {
            content(path);
            return this;
        }
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                content(file);
            }
        }
        return this;
    }

    private void content(Path file) throws IOException {
        text(Long.toString(Files.size(file)));
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
    }

    /** {@return the SHA-256 in hexadecimal; nothing can be added any more} */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
