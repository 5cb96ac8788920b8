package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * What a container took without a word and does not give back: found by reading, since no table knows what each muxer
 * leaves out.
 */
final class Losses {
    private static final List<String> OF_STREAMS = List.of("language", "title", "timecode");

    private Losses() {}

    /**
     * Compares a written file with the muxer's input.
     *
     * @param written the finished file
     * @param meant what the muxer was given
     * @param tags the file's tags, which muxers rename in place
     * @return a sentence for each loss
     */
    static List<String> find(Path written, AVFormatContext meant, Map<String, String> tags, Container container) {
        List<String> notes = new ArrayList<>();
        try (SourceFile file = new SourceFile(written)) {
            AVFormatContext found = file.context();
            Map<String, String> lost = missing(tags, Tags.read(found.metadata()));
            if (!lost.isEmpty()) {
                notes.add("tags are dropped that " + container + " does not hold: "
                        + lost.keySet().stream().sorted().collect(Collectors.joining(", ")));
            }
            if (found.nb_chapters() < meant.nb_chapters()) {
                notes.add("chapters are dropped: " + found.nb_chapters() + " of " + meant.nb_chapters() + " are left");
            }
            for (int i = 0; i < meant.nb_streams(); i++) {
                AVStream stream = meant.streams(i);
                AVStream same = same(stream, found);
                if (same != null) {
                    ofStream(stream, same, container, notes);
                }
            }
        }
        return notes;
    }

    private static void ofStream(AVStream meant, AVStream found, Container container, List<String> notes) {
        Map<String, String> lost = missing(Tags.read(meant.metadata()), Tags.read(found.metadata()));
        for (String tag : OF_STREAMS) {
            if (lost.containsKey(tag) && !lost.get(tag).equals("und")) {
                notes.add("the " + tag + " '" + lost.get(tag) + "' of stream " + meant.index() + " is dropped: " + container
                        + " does not hold it");
            }
        }
        boolean turned = VideoSideData.find(meant.codecpar(), AV_PKT_DATA_DISPLAYMATRIX) != null;
        if (turned && VideoSideData.find(found.codecpar(), AV_PKT_DATA_DISPLAYMATRIX) == null) {
            notes.add("the rotation is dropped: " + container + " does not hold it");
        }
    }

    /** {@return the stream in the same place, if it is of the same kind} */
    private static AVStream same(AVStream stream, AVFormatContext in) {
        if (stream.index() >= in.nb_streams()) {
            return null;
        }
        AVStream found = in.streams(stream.index());
        AVCodecParameters a = stream.codecpar();
        AVCodecParameters b = found.codecpar();
        return a.codec_type() == b.codec_type() && a.codec_id() == b.codec_id() ? found : null;
    }

    private static Map<String, String> missing(Map<String, String> meant, Map<String, String> found) {
        Map<String, String> lost = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        meant.forEach((key, value) -> lost.put(key.toLowerCase(Locale.ROOT), value));
        found.keySet().forEach(lost::remove);
        return lost;
    }
}
