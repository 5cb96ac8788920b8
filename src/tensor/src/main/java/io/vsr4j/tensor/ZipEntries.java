package io.vsr4j.tensor;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * The places of a zip archive's entries, so that what is stored without compression can be mapped where it lies; Java's
 * own reader does not tell them. Sizes beyond 4 GiB (zip64) included.
 */
final class ZipEntries {
    /**
     * One entry.
     *
     * @param name with its folders
     * @param start of its local header
     * @param offset of its data
     * @param size of its data in the archive
     * @param crc 0 if the writer left it out
     * @param plain neither compressed nor encrypted
     */
    record Entry(String name, long start, long offset, long size, long crc, boolean plain) {}

    static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final int END64 = 0x06064b50;
    private static final int END_BYTES = 22;
    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int MAX_DIRECTORY_BYTES = 1 << 26;
    private static final long U32 = 0xffffffffL;

    private final MappedFile file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** Reads and checks the directory: every entry lies in the file, and no two share a byte. */
    ZipEntries(MappedFile file) {
        this.file = file;
        try {
            readDirectory(findEnd());
        } catch (BufferUnderflowException e) {
            throw new CheckpointException(file.name() + ": the zip directory ends in the middle of an entry", e);
        }
        checkOverlap();
    }

    Map<String, Entry> all() {
        return entries;
    }

    /** An entry that must exist and be stored as it is. */
    Entry stored(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new CheckpointException(file.name() + " has no entry '" + name + "'");
        }
        if (!entry.plain) {
            throw new CheckpointException(file.name() + ": entry '" + name
                    + "' is compressed or encrypted, expected stored as PyTorch writes it; pack the archive again"
                    + " without compression");
        }
        return entry;
    }

    /** The content of a small entry, with its checksum checked. */
    ByteBuffer content(String name, int most) {
        Entry entry = stored(name);
        if (entry.size > most) {
            throw new CheckpointException(
                    file.name() + ": entry '" + name + "' has " + entry.size + " bytes, at most " + most + " are read");
        }
        ByteBuffer content = file.bytes(entry.offset, (int) entry.size);
        CRC32 crc = new CRC32();
        crc.update(content.duplicate());
        if (entry.crc != 0 && entry.crc != crc.getValue()) {
            throw new CheckpointException(file.name() + ": entry '" + name + "' has checksum "
                    + Long.toHexString(crc.getValue()) + ", expected " + Long.toHexString(entry.crc) + "; damaged");
        }
        return content;
    }

    /** Where the directory is. */
    private record Directory(long offset, long bytes, long count) {}

    private Directory findEnd() {
        int tail = (int) Math.min(file.size(), END_BYTES + 0xffff);
        ByteBuffer bytes = file.bytes(file.size() - tail, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (bytes.getInt(at) == END && u16(bytes, at + 20) == tail - at - END_BYTES) {
                long end = file.size() - tail + at;
                Directory directory = end64(end);
                return directory == null
                        ? within(end, u32(bytes, at + 16), u32(bytes, at + 12), u16(bytes, at + 10))
                        : directory;
            }
        }
        throw new CheckpointException(file.name() + ": the zip archive has no end; truncated");
    }

    private Directory end64(long end) {
        if (end < 20) {
            return null;
        }
        ByteBuffer locator = file.bytes(end - 20, 20);
        if (locator.getInt(0) != END64_LOCATOR) {
            return null;
        }
        long at = locator.getLong(8);
        if (at < 0 || at > end - 20 - 56) {
            throw damaged("zip64 end at byte " + at);
        }
        ByteBuffer end64 = file.bytes(at, 56);
        if (end64.getInt(0) != END64) {
            throw damaged("no zip64 end at byte " + at);
        }
        return within(at, end64.getLong(48), end64.getLong(40), end64.getLong(32));
    }

    private Directory within(long end, long offset, long bytes, long count) {
        if (offset < 0 || bytes < 0 || bytes > MAX_DIRECTORY_BYTES || bytes > end || offset > end - bytes) {
            throw damaged("directory of " + bytes + " bytes at " + offset + ", it must end by " + end);
        }
        if (count > SafetensorsHeader.MAX_TENSORS) {
            throw new CheckpointException(file.name() + ": the zip archive has " + count + " entries, at most "
                    + SafetensorsHeader.MAX_TENSORS + " are read");
        }
        if (count < 0 || count > bytes / CENTRAL_BYTES) {
            throw damaged("directory of " + bytes + " bytes for " + count + " entries");
        }
        return new Directory(offset, bytes, count);
    }

    private void readDirectory(Directory directory) {
        ByteBuffer in = file.bytes(directory.offset, (int) directory.bytes);
        for (long i = 0; i < directory.count; i++) {
            Entry entry = readEntry(in, directory.offset);
            if (entries.put(entry.name, entry) != null) {
                throw damaged("entry '" + entry.name + "' appears twice");
            }
        }
    }

    private Entry readEntry(ByteBuffer in, long limit) {
        int at = in.position();
        if (in.remaining() < CENTRAL_BYTES || in.getInt(at) != CENTRAL) {
            throw damaged("no directory entry where one is expected");
        }
        int nameBytes = u16(in, at + 28);
        int extraBytes = u16(in, at + 30);
        in.position(at + CENTRAL_BYTES);
        byte[] name = new byte[nameBytes];
        in.get(name);
        ByteBuffer wide = zip64(in, extraBytes);
        long unpacked = widest(u32(in, at + 24), wide);
        long packed = widest(u32(in, at + 20), wide);
        long start = widest(u32(in, at + 42), wide);
        in.position(in.position() + Math.min(in.remaining(), u16(in, at + 32)));

        String text = new String(name, StandardCharsets.UTF_8);
        boolean plain = (u16(in, at + 8) & 0x2041) == 0 && u16(in, at + 10) == 0;
        if (plain && packed != unpacked) {
            throw damaged("entry '" + text + "' is stored in " + packed + " bytes but has " + unpacked);
        }
        long offset = dataOffset(text, name, start, limit);
        if (packed < 0 || packed > limit - offset) {
            throw damaged("entry '" + text + "' of " + packed + " bytes at " + offset + " reaches beyond " + limit);
        }
        return new Entry(text, start, offset, packed, u32(in, at + 16), plain);
    }

    /** The extra field with the sizes that 32 bits cannot hold; empty if there is none. */
    private static ByteBuffer zip64(ByteBuffer in, int extraBytes) {
        ByteBuffer extra =
                in.slice(in.position(), Math.min(extraBytes, in.remaining())).order(in.order());
        in.position(in.position() + extra.remaining());
        while (extra.remaining() >= 4) {
            int id = extra.getShort();
            int bytes = Math.min(extra.getShort() & 0xffff, extra.remaining());
            ByteBuffer field = extra.slice(extra.position(), bytes).order(in.order());
            if (id == 1) {
                return field;
            }
            extra.position(extra.position() + bytes);
        }
        return ByteBuffer.allocate(0);
    }

    private static long widest(long narrow, ByteBuffer wide) {
        return narrow == U32 ? wide.getLong() : narrow;
    }

    /** The local header repeats the name and has an extra field of its own, which PyTorch uses to align the data. */
    private long dataOffset(String text, byte[] name, long start, long limit) {
        if (start < 0 || start > limit - LOCAL_BYTES - name.length) {
            throw damaged("entry '" + text + "' begins at byte " + start + ", the directory at " + limit);
        }
        ByteBuffer local = file.bytes(start, LOCAL_BYTES + name.length);
        byte[] repeated = new byte[name.length];
        local.get(LOCAL_BYTES, repeated);
        if (local.getInt(0) != LOCAL || u16(local, 26) != name.length || !Arrays.equals(repeated, name)) {
            throw damaged("entry '" + text + "' has no header of that name at byte " + start);
        }
        return start + LOCAL_BYTES + name.length + u16(local, 28);
    }

    private void checkOverlap() {
        List<Entry> order = new ArrayList<>(entries.values());
        order.sort(Comparator.comparingLong(Entry::start));
        for (int i = 1; i < order.size(); i++) {
            Entry before = order.get(i - 1);
            if (before.offset + before.size > order.get(i).start) {
                throw damaged("entries '" + before.name + "' and '" + order.get(i).name + "' overlap");
            }
        }
    }

    private CheckpointException damaged(String what) {
        return new CheckpointException(file.name() + ": damaged zip archive: " + what);
    }

    private static int u16(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xffff;
    }

    private static long u32(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & U32;
    }
}
