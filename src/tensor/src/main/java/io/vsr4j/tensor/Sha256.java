package io.vsr4j.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Fingerprints of files, in lower-case hexadecimal. */
public final class Sha256 {
    private static final int BLOCK_BYTES = 1 << 20;

    private Sha256() {}

    /**
     * @param bytes from index 0 to the limit
     * @return their SHA-256
     */
    public static String of(ByteBuffer bytes) {
        MessageDigest digest = digest();
        digest.update(bytes.duplicate().rewind());
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * @param path a file of any size
     * @return its SHA-256
     * @throws IOException if it cannot be read
     */
    public static String of(Path path) throws IOException {
        MessageDigest digest = digest();
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        try (FileChannel file = FileChannel.open(path)) {
            while (file.read(block) >= 0) {
                digest.update(block.flip());
                block.clear();
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    static String ofTexts(List<String> texts) {
        MessageDigest digest = digest();
        texts.forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
