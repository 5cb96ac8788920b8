package io.vsr4j.media;

import java.util.LinkedHashMap;
import java.util.Map;

/** Language codes of streams. */
final class Languages {
    /** ISO 639-2 has two codes for some languages; QuickTime's table has one of them, by no rule. */
    private static final Map<String, String> QUICKTIME = Map.ofEntries(
            Map.entry("bod", "tib"),
            Map.entry("cze", "ces"),
            Map.entry("deu", "ger"),
            Map.entry("ell", "gre"),
            Map.entry("fas", "per"),
            Map.entry("fre", "fra"),
            Map.entry("hye", "arm"),
            Map.entry("isl", "ice"),
            Map.entry("kat", "geo"),
            Map.entry("mkd", "mac"),
            Map.entry("nld", "dut"),
            Map.entry("rum", "ron"),
            Map.entry("slo", "slk"),
            Map.entry("sqi", "alb"),
            Map.entry("zho", "chi"));

    private Languages() {}

    /** {@return tags with the language in the container's own words} */
    static Map<String, String> asWritten(Container container, Map<String, String> tags) {
        String other = QUICKTIME.get(tags.getOrDefault("language", ""));
        if (container != Container.MOV || other == null) {
            return tags;
        }
        Map<String, String> written = new LinkedHashMap<>(tags);
        written.put("language", other);
        return written;
    }
}
