package io.vsr4j.functions;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a process of the service is told.
 *
 * @param bucket where videos come in, work is kept and results go
 * @param queuePrefix what names of queues begin with
 * @param chunkQueues names of the queues of chunks after the prefix, the most urgent one first
 * @param visibility timeout after which a message that nobody extends is delivered again
 * @param mostReceives deliveries after which a message is given up
 * @param lease time after which a claim that nobody renews is taken over
 * @param sweepAfter time without progress after which a job's missing work is sent again
 * @param temporary folder of this process alone for chunks and joined files while they are made; it is emptied
 * @param device "cpu", "gpu" or "gpu:n"
 * @param offload whether weights are read block by block, in turn
 * @param weights folders of weights by model
 * @param weightsHashes fingerprints of weights by model, for a process that plans and has no folder of them
 * @param defaults settings of jobs that say nothing else
 * @param worker name of this process in reports
 * @param parts whether videos are cut into a part for each chunk, where that is proved to show the same frames
 * @param progressEvery how often a worker tells how far its chunk is
 * @param limits what users may ask for
 */
public record FunctionsConfig(
        String bucket,
        String queuePrefix,
        List<String> chunkQueues,
        Duration visibility,
        int mostReceives,
        Duration lease,
        Duration sweepAfter,
        Path temporary,
        String device,
        boolean offload,
        Map<String, Path> weights,
        Map<String, String> weightsHashes,
        Map<String, String> defaults,
        String worker,
        boolean parts,
        Duration progressEvery,
        Limits limits) {
    /** Videos are put under names that begin so. */
    public static final String INCOMING = "incoming/";
    /** Results appear under names that begin so. */
    public static final String RESULTS = "results/";
    /** Work is kept under names that begin so; a lifecycle rule may delete it when it is older than {@link #RETENTION}. */
    public static final String JOBS = "jobs/";
    /**
     * A job that is older is not swept: a lifecycle rule deletes objects in any order, and a job that has lost the mark that
     * it is settled must not be begun again.
     */
    public static final Duration RETENTION = Duration.ofDays(7);
    /** Which incoming objects have been seen; kept for as long as they are. */
    public static final String SOURCES = "sources/";
    /** Uploads in parts that have begun. */
    public static final String UPLOADS = "uploads/";

    /** Checks what would fail late. */
    public FunctionsConfig {
        chunkQueues = List.copyOf(chunkQueues);
        weights = Map.copyOf(weights);
        weightsHashes = Map.copyOf(weightsHashes);
        defaults = Map.copyOf(defaults);
        require(!bucket.isBlank(), "vsr.bucket must be set");
        require(!chunkQueues.isEmpty(), "vsr.queues must name at least one queue");
        require(
                visibility.toSeconds() >= 1 && visibility.toHours() < 12,
                "vsr.visibility must be from 1 second to 12 hours, got " + visibility);
        require(!progressEvery.isNegative() && !progressEvery.isZero(), "vsr.progress-every must be above 0 seconds");
        require(mostReceives >= 2, "vsr.most-receives must be at least 2, got " + mostReceives);
        weightsHashes.forEach((model, hash) -> require(
                hash.matches("[0-9a-f]{64}"),
                "vsr.weights-hash." + model + " must have 64 hexadecimal digits, got '" + hash + "'"));
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
