package io.vsr4j.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Frame sizes that a container declares and FFmpeg passes over in silence: MP4 sample descriptions, which it replaces by
 * what the decoder finds, and headers of Y4M, which it refuses without a reason if they are absurd.
 */
final class DeclaredSize {
    private static final Set<String> PARENTS = Set.of("moov", "trak", "mdia", "minf", "stbl");
    private static final Pattern Y4M = Pattern.compile("YUV4MPEG2 .*?W(\\d{1,9}) H(\\d{1,9})[ \\n].*", Pattern.DOTALL);
    private static final int MOST_BOXES = 100_000;

    private final String file;
    private final MediaLimits limits;
    private final SeekableByteChannel channel;
    private int boxes;
    private boolean video;

    private DeclaredSize(String file, MediaLimits limits, SeekableByteChannel channel) {
        this.file = file;
        this.limits = limits;
        this.channel = channel;
    }

    /** Refuses a file that declares frames beyond the limits. */
    static void check(MediaSource source, String format, MediaLimits limits) throws IOException {
        boolean mp4 = format.startsWith("mov");
        if (!mp4 && !format.equals("yuv4mpegpipe")) {
            return;
        }
        try (SeekableByteChannel channel = source.open()) {
            DeclaredSize size = new DeclaredSize(source.name(), limits, channel);
            if (mp4) {
                size.boxes(0, channel.size());
            } else {
                size.y4m();
            }
        }
    }

    private void y4m() throws IOException {
        Matcher header = Y4M.matcher(StandardCharsets.ISO_8859_1.decode(read(0, 200)));
        if (header.matches()) {
            limits.checkSize(file, Integer.parseInt(header.group(1)), Integer.parseInt(header.group(2)));
        }
    }

    private void boxes(long from, long to) throws IOException {
        for (long at = from; at <= to - 8 && boxes < MOST_BOXES; boxes++) {
            ByteBuffer head = read(at, 16);
            if (head.remaining() < 8) {
                return;
            }
            long size = Integer.toUnsignedLong(head.getInt(0));
            String type = StandardCharsets.ISO_8859_1
                    .decode(head.duplicate().position(4).limit(8))
                    .toString();
            int header = size == 1 ? 16 : 8;
            if (size == 1 && head.remaining() == 16) {
                size = head.getLong(8);
            }
            long end = size == 0 ? to : at + size;
            if (size != 0 && size < header || end > to || end < at) {
                return; // damaged: not for us to say
            }
            if (PARENTS.contains(type)) {
                boxes(at + header, end);
            } else if (type.equals("vmhd") || type.equals("smhd") || type.equals("nmhd") || type.equals("gmhd")) {
                video = type.equals("vmhd"); // comes before the sample tables of its track
            } else if (type.equals("stsd")) {
                sampleDescription(at + header);
            }
            at = end;
        }
    }

    /** The first description: version and count, then size, type, and at a fixed place the width and the height. */
    private void sampleDescription(long at) throws IOException {
        ByteBuffer entry = read(at + 8, 36);
        if (entry.remaining() == 36 && video) {
            limits.checkSize(file, Short.toUnsignedInt(entry.getShort(32)), Short.toUnsignedInt(entry.getShort(34)));
        }
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        channel.position(at);
        while (into.hasRemaining() && channel.read(into) >= 0) {
            // until it is full or the file ends
        }
        return into.flip();
    }
}
