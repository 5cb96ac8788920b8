package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_get_bits_per_sample;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_ATTACHMENT;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_DATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_SUBTITLE;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVRational;

/**
 * Reads a written file again and holds it against what was put in: the streams, each one's packets, their bytes and
 * times, and that the first frame can be decoded.
 */
final class Proof {
    /**
     * What one stream must hold.
     *
     * @param index its place in the file
     * @param unit of the times in {@code tally}
     * @param video whether this is the restored video
     * @param aside whether it is a cover or an attachment, which containers keep apart from the streams in time
     */
    record Expected(int index, int type, int codec, Rational unit, boolean video, boolean aside, PacketTally tally) {}

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
     * @param expected the streams that were written, in order
     * @throws BrokenOutputException if anything differs
     */
    static void check(Path file, Path shownAs, Container container, List<Expected> expected) {
        new Proof(shownAs, container).check(file, expected);
    }

    private void check(Path path, List<Expected> expected) {
        try (SourceFile file = open(path)) {
            List<Expected> found = read(file);
            List<Expected> wanted = ordered(expected);
            demand("streams", names(wanted), names(found));
            for (int i = 0; i < wanted.size(); i++) {
                Expected want = wanted.get(i);
                if (want.video()) {
                    checkVideo(want, found.get(i));
                    FirstFrame.decode(path, shownAs, found.get(i).index());
                } else if (want.type() != AVMEDIA_TYPE_ATTACHMENT) {
                    checkCopy(want, found.get(i), "stream " + i + " (" + name(want) + ")");
                }
            }
        }
    }

    private SourceFile open(Path path) {
        try {
            return new SourceFile(path);
        } catch (MediaException e) {
            throw new BrokenOutputException(shownAs + " cannot be read again: " + e.getMessage());
        }
    }

    private static List<Expected> read(SourceFile file) {
        List<Expected> found = new ArrayList<>();
        List<PacketTally> tallies = new ArrayList<>();
        for (int i = 0; i < file.context().nb_streams(); i++) {
            AVStream stream = file.context().streams(i);
            int type = stream.codecpar().codec_type();
            PacketTally tally = new PacketTally(stream.codecpar());
            tallies.add(tally);
            // Time codes and chapter titles are data streams that the muxer makes itself.
            if (type != AVMEDIA_TYPE_DATA) {
                boolean aside = Copies.isCover(stream) || type == AVMEDIA_TYPE_ATTACHMENT;
                Rational unit = Ffmpeg.rational(stream.time_base());
                found.add(new Expected(i, type, stream.codecpar().codec_id(), unit, false, aside, tally));
            }
        }
        AVPacket packet = av_packet_alloc();
        try {
            while (av_read_frame(file.context(), packet) >= 0) {
                if (packet.stream_index() < tallies.size()) {
                    tallies.get(packet.stream_index()).add(packet);
                }
                av_packet_unref(packet);
            }
        } finally {
            av_packet_free(packet);
        }
        return ordered(found);
    }

    /** Streams in time as they come, then covers and attachments by kind: containers order those as they like. */
    private static List<Expected> ordered(List<Expected> streams) {
        List<Expected> ordered = new ArrayList<>(streams);
        ordered.sort(Comparator.comparing(Expected::aside)
                .thenComparing(s -> s.aside() ? s.type() : 0)
                .thenComparing(s -> s.aside() ? s.codec() : 0)
                .thenComparing(s -> s.aside() ? s.tally().checksum() : 0));
        return ordered;
    }

    private void checkVideo(Expected want, Expected got) {
        demand("frames", want.tally().count(), got.tally().count());
        checkTimes(want, got, "video", 0);
        demandEnd(want, got);
        demand(
                "bytes of the video by checksum",
                want.tally().checksum(),
                got.tally().checksum());
    }

    private void checkCopy(Expected want, Expected got, String stream) {
        // Readers cut samples of equal size into packets as they please, and AVI tells no packets of sound apart.
        boolean packets = av_get_bits_per_sample(want.codec()) == 0
                && !(container == Container.AVI && want.type() == AVMEDIA_TYPE_AUDIO);
        if (packets) {
            demand("packets of " + stream, want.tally().count(), got.tally().count());
            if (!want.aside()) {
                checkTimes(want, got, stream, 1);
            }
        }
        boolean wrapped = container == Container.TS && want.type() == AVMEDIA_TYPE_SUBTITLE;
        if (!wrapped) {
            demand(
                    "bytes of " + stream + " by checksum",
                    want.tally().checksum(),
                    got.tally().checksum());
        }
    }

    /** Times are equal but for the container's own unit, where that is a coarser one. */
    private void checkTimes(Expected want, Expected got, String stream, int tolerance) {
        AVRational from = Ffmpeg.rational(want.unit());
        AVRational to = Ffmpeg.rational(got.unit());
        long[] wanted = inOrder(want);
        long[] found = inOrder(got);
        int allowed = want.unit().equals(got.unit()) ? tolerance : Math.max(1, tolerance);
        for (int i = 0; i < wanted.length; i++) {
            long time = av_rescale_q(wanted[i], from, to);
            if (Math.abs(time - found[i]) > allowed) {
                throw broken(
                        "packet " + i + " of " + stream + " at " + time + " in units of " + got.unit() + " s",
                        found[i]);
            }
            if (want.video() && i > 0 && found[i] <= found[i - 1]) {
                throw broken("frame " + i + " after " + found[i - 1], found[i]);
            }
        }
    }

    private static long[] inOrder(Expected stream) {
        long[] times = stream.tally().pts().toArray();
        Arrays.sort(times);
        return times;
    }

    /** QuickTime says how long the last frame is shown; the others leave it to the player. */
    private void demandEnd(Expected want, Expected got) {
        double wanted = want.tally().end() * want.unit().value();
        double found = got.tally().end() * got.unit().value();
        long[] times = inOrder(want);
        double lastStart = times[times.length - 1] * want.unit().value();
        double unit = Math.max(want.unit().value(), got.unit().value());
        boolean early = found < (container.isMov() ? wanted : lastStart) - unit;
        double frame =
                times.length < 2 ? 1 : (lastStart - times[0] * want.unit().value()) / (times.length - 1);
        if (early || found > wanted + (container.isMov() ? 0 : frame) + unit) {
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

    private static List<String> names(List<Expected> streams) {
        return streams.stream().map(Proof::name).toList();
    }

    private static String name(Expected stream) {
        return avcodec_get_name(stream.codec()).getString();
    }
}
