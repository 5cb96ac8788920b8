package io.vsr4j.functions;

import io.vsr4j.functions.job.JobSource;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.store.StoredObject;
import io.vsr4j.media.JoinReport;
import io.vsr4j.upscale.UpscalePlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * What came of a job, published beside its result.
 *
 * @param job id
 * @param program version of the program
 * @param source the video
 * @param settings as they were given
 * @param model with its weights' hash, type and seed
 * @param run windows, tiles, device
 * @param result name of the result
 * @param sha256 hash of the result
 * @param bytes size of the result
 * @param frames number of its frames
 * @param width of its frames
 * @param height of its frames
 * @param damaged source frames that could not be decoded without loss and were concealed or repeated
 * @param retries deliveries of chunks beyond the first
 * @param networkSeconds time of all chunks together
 * @param mergeSeconds time from the first chunk's download to the proof
 * @param created when the manifest was written
 * @param finished when the result was published
 * @param mergedBy who made it
 * @param chunks each of them
 * @param notes what a user should know
 */
record JobReport(
        String job,
        String program,
        JobSource source,
        SortedMap<String, String> settings,
        UpscalePlan.Model model,
        UpscalePlan.Run run,
        String result,
        String sha256,
        long bytes,
        int frames,
        int width,
        int height,
        int damaged,
        int retries,
        double networkSeconds,
        double mergeSeconds,
        String created,
        String finished,
        String mergedBy,
        List<ChunkFacts> chunks,
        List<String> notes) {
    static JobReport of(
            Manifest manifest,
            List<ChunkFacts> chunks,
            String worker,
            double mergeSeconds,
            StoredObject result,
            JoinReport join) {
        List<String> notes = new ArrayList<>(manifest.notes());
        notes.addAll(join.notes());
        UpscalePlan plan = manifest.plan();
        return new JobReport(
                manifest.job(),
                manifest.program(),
                manifest.source(),
                manifest.settings(),
                plan.model(),
                plan.run(),
                manifest.result(),
                result.metadata().get("sha256"),
                result.bytes(),
                join.frames(),
                plan.output().width(),
                plan.output().height(),
                chunks.stream().mapToInt(ChunkFacts::damaged).sum(),
                chunks.stream().mapToInt(c -> Math.max(0, c.receives() - 1)).sum(),
                chunks.stream().mapToDouble(ChunkFacts::seconds).sum(),
                mergeSeconds,
                manifest.created(),
                Instant.now().toString(),
                worker,
                chunks,
                notes);
    }
}
