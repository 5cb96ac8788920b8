package io.vsr4j.upscale;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of a job.
 *
 * @param input the source
 * @param output the result
 * @param width width of its frames
 * @param height height of its frames
 * @param frames number of its frames
 * @param reused frames among them that an earlier run had finished
 * @param damaged source frames that could not be decoded without loss and were concealed or repeated
 * @param recomputed windows of this run whose numbers overflowed and that were computed again in single precision
 * @param model id of the model
 * @param scale factor of the network
 * @param run how windows were cut and computed
 * @param offload whether blocks read their weights in turn
 * @param codec name of the codec, or of the pictures' format
 * @param seconds time from beginning to end
 * @param networkSeconds time in the network
 * @param notes what a user should know, one sentence each
 */
public record UpscaleReport(
        Path input,
        Path output,
        int width,
        int height,
        int frames,
        int reused,
        int damaged,
        int recomputed,
        String model,
        int scale,
        UpscalePlan.Run run,
        boolean offload,
        String codec,
        double seconds,
        double networkSeconds,
        List<String> notes) {}
