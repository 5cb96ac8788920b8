package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_get_bits_per_sample;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_ATTACHMENT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * Reads a written file again and holds it against what was put in: the streams, each one's packets, their bytes and
 * times, the end, and that the first frame can be decoded.
 */
final class Proof {
    private final Path shownAs;
    private final Container container;

    private Proof(Path shownAs, Container container) {
        this.shownAs = shownAs;
        this.container = container;
    }

    /**
     * Reads every packet and compares.
     *
     * @param file what to read
     * @param shownAs its name in messages
     * @param video the restored video as it was written
     * @param copies the streams beside it as they were written
     * @throws BrokenOutputException if anything differs
     */
    static void check(Path file, Path shownAs, Container container, StreamFacts video, List<StreamFacts> copies)
            throws IOException {
        new Proof(shownAs, container).check(file, video, copies);
    }

    private void check(Path path, StreamFacts video, List<StreamFacts> copies) throws IOException {
        try (Demuxer file = open(path)) {
            List<StreamFacts> wanted = new ArrayList<>(copies);
            wanted.add(video);
            wanted = ordered(wanted);
            List<StreamFacts> found = ordered(StreamFacts.read(file));
            demand("streams", names(wanted), names(found));
            for (int i = 0; i < wanted.size(); i++) {
                if (wanted.get(i) == video) {
                    checkVideo(video, found.get(i));
                    FirstFrame.decode(path, shownAs, found.get(i).index());
                } else if (found.get(i).type() != AVMEDIA_TYPE_ATTACHMENT) {
                    checkCopy(wanted.get(i), found.get(i));
                }
            }
        }
    }

    private Demuxer open(Path path) throws IOException {
        try {
            return Demuxer.open(path);
        } catch (MediaException e) {
            throw new BrokenOutputException(shownAs + " cannot be read again: " + e.getMessage());
        }
    }

    /** Streams in time as they come, then covers and attachments by kind: containers order those as they like. */
    private static List<StreamFacts> ordered(List<StreamFacts> streams) {
        List<StreamFacts> ordered = new ArrayList<>(streams);
        ordered.sort(Comparator.comparing(StreamFacts::aside)
                .thenComparing(s -> s.aside() ? s.codec() : 0)
                .thenComparing(s -> s.aside() ? s.packets().checksum() : 0)
                .thenComparing(StreamFacts::index));
        return ordered;
    }

    private void checkVideo(StreamFacts want, StreamFacts got) {
        demand("frames", want.packets().count(), got.packets().count());
        checkTimes(want, got, "the video", 0);
        long[] times = got.times();
        for (int i = 1; i < times.length; i++) {
            if (times[i] <= times[i - 1]) {
                throw broken("frame " + i + " after " + times[i - 1], times[i]);
            }
        }
        checkEnd(want, got);
        demand(
                "bytes of the video by checksum",
                want.packets().checksum(),
                got.packets().checksum());
    }

    private void checkCopy(StreamFacts want, StreamFacts got) {
        String stream = "stream " + want.index() + " (" + want.name() + ")";
        // Readers cut samples of equal size into packets as they please, and AVI tells no packets of sound apart.
        boolean packets = av_get_bits_per_sample(want.codec()) == 0
                && !(container == Container.AVI && want.type() == AVMEDIA_TYPE_AUDIO);
        if (packets) {
            demand("packets of " + stream, want.packets().count(), got.packets().count());
            if (!want.aside()) {
                checkTimes(want, got, stream, 1);
            }
        }
        boolean wrapped = container == Container.TS && want.type() == AVMEDIA_TYPE_SUBTITLE;
        if (!wrapped) {
            demand(
                    "bytes of " + stream + " by checksum",
                    want.packets().checksum(),
                    got.packets().checksum());
        }
    }

    /** Times are equal but for the container's own unit, where that is a coarser one. */
    private void checkTimes(StreamFacts want, StreamFacts got, String stream, int tolerance) {
        AVRational from = Ffmpeg.rational(want.unit());
        AVRational to = Ffmpeg.rational(got.unit());
        long[] wanted = want.times();
        long[] found = got.times();
        int allowed = want.unit().equals(got.unit()) ? tolerance : Math.max(1, tolerance);
        for (int i = 0; i < wanted.length; i++) {
            long time = av_rescale_q(wanted[i], from, to);
            if (Math.abs(time - found[i]) > allowed) {
                throw broken(
                        "packet " + i + " of " + stream + " at " + time + " in units of " + got.unit() + " s",
                        found[i]);
            }
        }
    }

    /** QuickTime says how long the last frame is shown; the others leave it to the player. */
    private void checkEnd(StreamFacts want, StreamFacts got) {
        double unit = Math.max(want.unit().value(), got.unit().value());
        double wanted = want.end() * want.unit().value();
        double found = got.end() * got.unit().value();
        long[] times = want.times();
        double lastStart = times[times.length - 1] * want.unit().value();
        boolean exact = container.isMov();
        double frame =
                times.length < 2 ? 1 : (lastStart - times[0] * want.unit().value()) / (times.length - 1);
        boolean early = found < (exact ? wanted : lastStart) - unit;
        boolean late = found > wanted + (exact ? 0 : frame) + unit;
        if (early || late) {
            throw broken("the video to end at " + wanted + " s", found + " s");
        }
    }

    private void demand(String what, Object wanted, Object found) {
        if (!wanted.equals(found)) {
            throw broken(what + ": " + wanted, found);
        }
    }

    private BrokenOutputException broken(String wanted, Object found) {
        return new BrokenOutputException(shownAs + ": expected " + wanted + ", found " + found);
    }

    private static List<String> names(List<StreamFacts> streams) {
        return streams.stream().map(StreamFacts::name).toList();
    }
}
