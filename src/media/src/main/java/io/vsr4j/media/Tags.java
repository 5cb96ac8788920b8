package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.av_dict_iterate;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.javacpp.BytePointer;

/** Metadata of files and streams, between FFmpeg's dictionaries and maps. */
final class Tags {
    /** What says how the source was written, and is not true of the output. */
    private static final Set<String> STALE = Set.of(
            "encoder",
            "software",
            "vendor_id",
            "major_brand",
            "minor_version",
            "compatible_brands",
            "encoding_settings");

    private Tags() {}

    static Map<String, String> read(AVDictionary from) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (from == null) {
            return tags;
        }
        AVDictionaryEntry entry = av_dict_iterate(from, null);
        while (entry != null) {
            tags.put(text(entry.key()), text(entry.value()));
            entry = av_dict_iterate(from, entry);
        }
        return tags;
    }

    /** {@return a dictionary that belongs to whoever it is given to} */
    static AVDictionary write(Map<String, String> tags) {
        AVDictionary to = new AVDictionary(null);
        tags.forEach((key, value) -> {
            try (BytePointer k = new BytePointer(key, StandardCharsets.UTF_8);
                    BytePointer v = new BytePointer(value, StandardCharsets.UTF_8)) {
                av_dict_set(to, k, v, 0);
            }
        });
        return to;
    }

    /** {@return the tags that still hold for a file with the same content} */
    static Map<String, String> lasting(Map<String, String> tags) {
        Map<String, String> kept = new LinkedHashMap<>(tags);
        kept.keySet().removeIf(key -> STALE.contains(key.toLowerCase(Locale.ROOT)));
        return kept;
    }

    /** {@return the tags that still hold for a stream with other packets: Matroska's statistics do not} */
    static Map<String, String> lastingWithoutStatistics(Map<String, String> tags) {
        Map<String, String> kept = lasting(tags);
        kept.keySet().removeIf(key -> {
            String k = key.toUpperCase(Locale.ROOT);
            return k.startsWith("_STATISTICS") || k.matches("(BPS|DURATION|NUMBER_OF_FRAMES|NUMBER_OF_BYTES)(-.*)?");
        });
        return kept;
    }

    private static String text(BytePointer text) {
        return text.getString(StandardCharsets.UTF_8);
    }
}
