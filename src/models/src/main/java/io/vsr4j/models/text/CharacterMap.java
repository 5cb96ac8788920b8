package io.vsr4j.models.text;

import io.vsr4j.tensor.CheckpointException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * SentencePiece's table of characters to replace: a length, a trie in that many bytes, and the replacements, each with a
 * zero behind it. The native code that uses it trusts it, and ends the process where it points outside; so here every
 * pointer of it is followed first.
 */
final class CharacterMap {
    /** SentencePiece's own have 240 thousand bytes. */
    private static final int MAX_TEXT = 8 << 20;

    private static final int LEAF = 1 << 31;

    private CharacterMap() {}

    /**
     * @param file what to call it in messages
     * @param base64 the table
     */
    static void check(Object file, String base64) {
        TokenizerFile.require(
                base64.length() <= MAX_TEXT, file, "has a character map of more than " + MAX_TEXT + " letters");
        ByteBuffer map;
        try {
            map = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IllegalArgumentException e) {
            throw damaged(file, "it is not Base64");
        }
        int bytes = map.remaining() < 4 ? 0 : map.getInt();
        if (bytes < 4 || bytes % 4 != 0 || bytes > map.remaining()) {
            throw damaged(file, "its trie has " + bytes + " bytes of " + map.remaining());
        }
        int[] trie = new int[bytes / 4];
        map.asIntBuffer().get(trie);
        map.position(map.position() + bytes);
        byte[] replacements = new byte[map.remaining()];
        map.get(replacements);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(replacements));
        } catch (CharacterCodingException e) {
            throw damaged(file, "its replacements are not UTF-8");
        }
        for (int at = 0; at < trie.length; at++) {
            // The first unit is where a search starts, whatever it looks like.
            if (at == 0 || (trie[at] & LEAF) == 0) {
                checkUnit(file, trie, at, replacements);
            }
        }
    }

    private static void checkUnit(Object file, int[] trie, int at, byte[] replacements) {
        int unit = trie[at];
        long children = at ^ ((long) (unit >>> 10) << ((unit & 0x200) >> 6));
        // A child stands at this place with its byte, which may be any, in the last bits.
        if ((children | 0xff) >= trie.length) {
            throw damaged(file, "its trie points outside");
        }
        if ((unit & 0x100) != 0) {
            int replacement = trie[(int) children] & ~LEAF;
            boolean inside = replacement <= replacements.length;
            // A text begins neither outside nor in the middle of a character.
            if (!inside || replacement < replacements.length && (replacements[replacement] & 0xc0) == 0x80) {
                throw damaged(file, "a replacement lies outside");
            }
        }
    }

    private static CheckpointException damaged(Object file, String why) {
        return new CheckpointException(file + " has a damaged character map: " + why);
    }
}
