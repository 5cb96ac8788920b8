package io.vsr4j.cli;

import java.util.Map;

/** Names of the code points of ITU-T H.273 and of FFmpeg's chroma locations. */
final class ColourNames {
    private static final Map<Integer, String> MATRIX = Map.ofEntries(
            Map.entry(0, "RGB"),
            Map.entry(1, "BT.709"),
            Map.entry(4, "FCC"),
            Map.entry(5, "BT.601"),
            Map.entry(6, "BT.601"),
            Map.entry(7, "SMPTE 240M"),
            Map.entry(8, "YCgCo"),
            Map.entry(9, "BT.2020"),
            Map.entry(10, "BT.2020 constant luminance"),
            Map.entry(14, "ICtCp"));
    private static final Map<Integer, String> PRIMARIES = Map.ofEntries(
            Map.entry(1, "BT.709"),
            Map.entry(4, "BT.470 M"),
            Map.entry(5, "BT.601 (625 lines)"),
            Map.entry(6, "BT.601 (525 lines)"),
            Map.entry(7, "SMPTE 240M"),
            Map.entry(8, "film"),
            Map.entry(9, "BT.2020"),
            Map.entry(10, "XYZ"),
            Map.entry(11, "DCI P3"),
            Map.entry(12, "Display P3"));
    private static final Map<Integer, String> TRANSFER = Map.ofEntries(
            Map.entry(1, "BT.709"),
            Map.entry(4, "gamma 2.2"),
            Map.entry(5, "gamma 2.8"),
            Map.entry(6, "BT.601"),
            Map.entry(7, "SMPTE 240M"),
            Map.entry(8, "linear"),
            Map.entry(13, "sRGB"),
            Map.entry(14, "BT.2020 (10 bits)"),
            Map.entry(15, "BT.2020 (12 bits)"),
            Map.entry(16, "PQ"),
            Map.entry(18, "HLG"));
    private static final Map<Integer, String> RANGE = Map.of(1, "limited", 2, "full");
    private static final Map<Integer, String> CHROMA =
            Map.of(1, "left", 2, "centre", 3, "top left", 4, "top", 5, "bottom left", 6, "bottom");

    private ColourNames() {}

    static String matrix(int code) {
        return name(MATRIX, code, 2);
    }

    static String primaries(int code) {
        return name(PRIMARIES, code, 2);
    }

    static String transfer(int code) {
        return name(TRANSFER, code, 2);
    }

    static String range(int code) {
        return name(RANGE, code, 0);
    }

    static String chromaLocation(int code) {
        return name(CHROMA, code, 0);
    }

    private static String name(Map<Integer, String> names, int code, int unspecified) {
        return code == unspecified ? "unspecified" : names.getOrDefault(code, "code " + code);
    }
}
