package io.vsr4j.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive: the file that {@code torch.jit.save} would make of a module without parameters. It is a
 * zip of stored entries: the source of the methods, a pickle of the module object, and a few constants.
 */
final class TorchArchive {
    /** The module's class in the source; the archive loader resolves only names below {@code __torch__}. */
    static final String CLASS = "__torch__.M";

    // Operators have had other signatures in older archives; this is the newest version that 2.7 writes.
    private static final String OPERATOR_VERSION = "10\n";

    private TorchArchive() {}

    /** Packs a class body, whose methods name {@link #CLASS} as the type of {@code self}. */
    static byte[] of(String body) {
        String source = "class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n" + body;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "data.pkl", module());
            put(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            put(zip, "constants.pkl", emptyTuple());
            put(zip, "version", OPERATOR_VERSION.getBytes(StandardCharsets.US_ASCII));
            put(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** The pickle, protocol 2, of {@code M()} with the state {@code {"training": False}}. */
    private static byte[] module() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        op(pickle, 0x80, 2); // PROTO
        text(pickle, "c__torch__\nM\n"); // GLOBAL
        text(pickle, ")"); // EMPTY_TUPLE
        op(pickle, 0x81); // NEWOBJ
        text(pickle, "}("); // EMPTY_DICT MARK
        op(pickle, 'X', 8, 0, 0, 0); // BINUNICODE, length
        text(pickle, "training");
        op(pickle, 0x89); // NEWFALSE
        text(pickle, "ub."); // SETITEMS BUILD STOP
        return pickle.toByteArray();
    }

    private static byte[] emptyTuple() {
        return new byte[] {(byte) 0x80, 2, ')', '.'};
    }

    private static void op(ByteArrayOutputStream out, int... codes) {
        for (int code : codes) {
            out.write(code);
        }
    }

    private static void text(ByteArrayOutputStream out, String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static void put(ZipOutputStream zip, String name, byte[] data) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(data);
        ZipEntry entry = new ZipEntry("m/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(data.length);
        entry.setCompressedSize(data.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(data);
        zip.closeEntry();
    }
}
