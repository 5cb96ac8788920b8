package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
     * @throws IOException if the file cannot be written; nothing is left of it
     */
    public static JoinReport join(JoinPlan plan, List<Path> chunks, Path out, boolean overwrite) throws IOException {
        Container container = Container.of(out);
        Publish.checkTarget(out, overwrite);
        Path part = Publish.partOf(out);
        try (ChunkSet video = new ChunkSet(chunks, plan)) {
            container.check(Codec.of(video.header().codec()));
            JoinReport report = write(plan, video, container, part, out);
            Publish.move(part, out, overwrite);
            return report;
        } finally {
            Publish.discard(part);
        }
    }

    private static JoinReport write(JoinPlan plan, ChunkSet video, Container container, Path part, Path out)
            throws IOException {
        List<String> notes = new ArrayList<>();
        try (JoinSource source = open(plan, container);
                OutputFile file = new OutputFile(part, out, container);
                JoinOutput output = new JoinOutput(plan, video, source, container, file, out, notes)) {
            copy(output, video);
            file.finish();
            output.sayWhatChanged();
            Proof.check(part, out, container, output.expected());
            notes.addAll(Losses.find(part, file.context(), output.tags(), container));
            long shift = output.shift().ticks() + plan.origin();
            return new JoinReport(out, plan.count(), Files.size(part), shift, List.copyOf(notes));
        }
    }

    private static JoinSource open(JoinPlan plan, Container container) {
        return plan.source()
                .map(path -> new JoinSource(path, plan, container.holdsNegativeTimes()))
                .orElse(null);
    }

    /** Merges the restored video and the source's other packets by decoding time. */
    private static void copy(JoinOutput output, ChunkSet video) throws IOException {
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
