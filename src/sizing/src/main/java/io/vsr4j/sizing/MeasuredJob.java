package io.vsr4j.sizing;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What a job took, from the {@code report.json} beside its result.
 *
 * @param model id of the model
 * @param width of the source
 * @param height of the source
 * @param chunkFrames frames of its longest chunks
 * @param chunks seconds of each chunk that long
 * @param mergeFrame seconds of the merge, for each frame
 */
public record MeasuredJob(
        String model, int width, int height, int chunkFrames, List<Double> chunks, double mergeFrame) {
    private static final int MOST_BYTES = 64 << 20;

    private record Report(Model model, int frames, int width, int height, double mergeSeconds, List<Chunk> chunks) {}

    private record Model(String id, int scale) {}

    private record Chunk(int frames, double seconds) {}

    /**
     * {@return what a report says}
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no report of a job
     */
    public static MeasuredJob read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IllegalArgumentException(file + " has more than " + MOST_BYTES + " bytes and is no report.json");
        }
        try {
            Report report = new Gson().fromJson(Files.readString(file), Report.class);
            if (report != null && report.model != null && report.model.id != null && report.chunks != null) {
                return of(file, report);
            }
        } catch (JsonParseException | MalformedInputException e) {
            throw new IllegalArgumentException(file + " is no report.json of a job: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(
                file + " is no report.json of a job, which has 'model' and 'chunks'; it lies beside the job's result");
    }

    private static MeasuredJob of(Path file, Report report) {
        int frames = report.chunks.stream()
                .filter(Objects::nonNull)
                .mapToInt(Chunk::frames)
                .max()
                .orElse(0);
        List<Double> seconds = report.chunks.stream()
                .filter(c -> c != null && c.frames == frames && c.seconds > 0 && c.seconds < 1e6)
                .map(Chunk::seconds)
                .toList();
        if (frames < 1 || seconds.isEmpty()) {
            throw new IllegalArgumentException(file + " has no chunk with frames and seconds");
        }
        int scale = Math.max(1, report.model.scale);
        double merge = report.frames > 0 ? Math.max(0, report.mergeSeconds / report.frames) : 0;
        return new MeasuredJob(report.model.id, report.width / scale, report.height / scale, frames, seconds, merge);
    }
}
