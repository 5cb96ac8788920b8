package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * Joins chunks into one file without encoding anew, with every other stream of the source beside them, proves the result
 * and publishes it. Memory stays small however long the video is.
 */
public final class Joiner {
    private Joiner() {}

    /**
     * Writes a file under a temporary name, proves it, and gives it its name.
     *
     * @param plan what it must hold
     * @param chunks files of {@link FrameWriter}, in order
     * @param out the file to write; its extension says the container
     * @param overwrite whether a file of that name may be replaced
     * @return what came of it
     * @throws MediaException if the container cannot hold the video
     * @throws BrokenOutputException if a chunk is damaged or does not fit the plan, or the proof fails
     * @throws IOException if the file cannot be written or the source cannot be read; nothing is left of it
     */
    public static JoinReport join(JoinPlan plan, List<Path> chunks, Path out, boolean overwrite) throws IOException {
        Container container = Container.of(out);
        Publish.checkTarget(out, overwrite);
        Path part = Publish.partOf(out);
        Set<Integer> without = new HashSet<>();
        List<String> dropped = new ArrayList<>();
        while (true) {
            try {
                JoinReport report = write(plan, chunks, without, dropped, container, part, out);
                Publish.move(part, out, overwrite);
                return report;
            } catch (RefusedStream e) {
                without.add(e.stream());
                dropped.add(e.getMessage());
            } catch (UncheckedIOException e) {
                throw e.getCause(); // the source cannot be read now
            } finally {
                Publish.discard(part);
            }
        }
    }

    private static JoinReport write(
            JoinPlan plan,
            List<Path> chunks,
            Set<Integer> without,
            List<String> dropped,
            Container container,
            Path part,
            Path out)
            throws IOException {
        List<String> notes = new ArrayList<>(dropped);
        try (ChunkSet video = new ChunkSet(chunks, plan);
                JoinSource source = open(plan, container);
                OutputFile file = new OutputFile(part, out, container);
                JoinOutput output = new JoinOutput(plan, video, source, without, container, file, out, notes)) {
            copy(output, video);
            file.finish();
            output.sayWhatChanged(video.captionsLost());
            output.demandStreams(part);
            Proof.check(part, out, container, output.videoFacts(), output.copyFacts());
            notes.addAll(Losses.find(part, file.context(), output.tags(), container));
            long shift = output.shift().ticks() + plan.origin();
            return new JoinReport(out, plan.count(), Files.size(part), shift, List.copyOf(notes));
        }
    }

    private static JoinSource open(JoinPlan plan, Container container) throws IOException {
        return plan.source().isEmpty()
                ? null
                : new JoinSource(plan.source().get(), plan, container.holdsNegativeTimes());
    }

    /** Merges the restored video and the source's other packets by decoding time. */
    static void copy(JoinOutput output, ChunkSet video) throws IOException {
        AVPacket frame = av_packet_alloc();
        AVPacket other = av_packet_alloc();
        try {
            boolean hasFrame = video.next(frame);
            boolean hasOther = output.nextOther(other);
            while (hasFrame || hasOther) {
                if (hasFrame && (!hasOther || output.comesFirst(frame, other))) {
                    output.writeVideo(frame);
                    hasFrame = video.next(frame);
                } else {
                    output.writeOther(other);
                    hasOther = output.nextOther(other);
                }
            }
        } finally {
            av_packet_free(frame);
            av_packet_free(other);
        }
    }
}
