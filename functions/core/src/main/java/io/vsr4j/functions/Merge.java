package io.vsr4j.functions;

import com.google.gson.Gson;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.store.Claim;
import io.vsr4j.functions.store.StoredObject;
import io.vsr4j.media.BrokenOutputException;
import io.vsr4j.media.ChunkFile;
import io.vsr4j.media.JoinPlan;
import io.vsr4j.media.JoinReport;
import io.vsr4j.media.Joiner;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.upscale.Chunk;
import io.vsr4j.upscale.UpscalePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the result of a job of its chunks: joins them with the source's other streams, proves the file, publishes it with a
 * report. Every step puts one object if it is absent, so that it can be done again after it was ended at any place.
 */
public final class Merge {
    private static final Logger LOG = LoggerFactory.getLogger(Merge.class);
    private static final int MOST_REPORT_BYTES = 64 << 20;

    private final Service service;

    /** @param service where to work */
    public Merge(Service service) {
        this.service = service;
    }

    /**
     * Makes sure that a job's result is published, if all its chunks are there.
     *
     * @param job its id
     * @throws IOException if it may be otherwise the next time
     */
    public void run(String job) throws IOException {
        Optional<Manifest> found = service.manifest(job);
        if (found.isEmpty()
                || service.isSettled(job)
                || !service.missing(found.get()).isEmpty()) {
            return; // who finishes the last chunk asks again
        }
        Optional<Claim> claim = Claim.take(
                service.store(),
                Service.keys(job).claims("merge"),
                service.config().lease());
        if (claim.isEmpty()) {
            LOG.info("job {}: somebody else merges", job);
            return;
        }
        try (Claim mine = claim.get()) {
            merge(found.get());
        }
    }

    private void merge(Manifest manifest) throws IOException {
        long start = System.nanoTime();
        Files.createDirectories(service.config().temporary());
        Path folder = Files.createTempDirectory(service.config().temporary(), "merge-");
        try {
            List<Path> chunks = new ArrayList<>();
            List<Integer> broken = new ArrayList<>();
            for (Chunk chunk : manifest.plan().chunks()) {
                chunks.add(fetch(manifest, chunk, folder, broken));
            }
            if (!broken.isEmpty()) {
                doAgain(manifest, broken);
                return;
            }
            Path joined = folder.resolve("result." + manifest.extension());
            JoinReport report = Joiner.join(joinPlan(manifest), chunks, joined, true);
            publish(manifest, joined, report, (System.nanoTime() - start) / 1e9);
        } finally {
            delete(folder);
        }
    }

    private JoinPlan joinPlan(Manifest manifest) {
        UpscalePlan plan = manifest.plan();
        JoinPlan whole = JoinPlan.of(manifest.source().open(service.store()), manifest.video());
        boolean all = plan.first() == 0 && plan.end() == plan.source().frames();
        return all ? whole : whole.range(plan.first(), plan.end());
    }

    private Path fetch(Manifest manifest, Chunk chunk, Path folder, List<Integer> broken) throws IOException {
        Path file = folder.resolve(JobKeys.number(chunk.index()));
        service.store().download(Service.keys(manifest.job()).chunk(chunk.index()), file);
        UpscalePlan.Output made = manifest.plan().output();
        OutputVideo video = OutputVideo.of(manifest.video(), made.width(), made.height(), made.format());
        try {
            ChunkFile.check(file, manifest.video().frames(), chunk.first(), chunk.end(), video);
        } catch (BrokenOutputException e) {
            LOG.warn("job {}: {}; it is restored again", manifest.job(), e.getMessage());
            broken.add(chunk.index());
        }
        return file;
    }

    /** Chunks are never replaced: what is not the plan's goes first. */
    private void doAgain(Manifest manifest, List<Integer> broken) throws IOException {
        for (int index : broken) {
            service.store().delete(Service.keys(manifest.job()).chunk(index));
        }
        service.queues().sendChunks(manifest, broken);
    }

    private void publish(Manifest manifest, Path joined, JoinReport join, double seconds) throws IOException {
        String sha256 = Sha256.of(joined);
        service.store()
                .putIfAbsent(
                        manifest.result(),
                        joined,
                        "video/" + manifest.extension(),
                        Map.of("sha256", sha256, "job", manifest.job()));
        StoredObject result = service.store()
                .head(manifest.result())
                .orElseThrow(() -> new IOException("the result " + manifest.result() + " is gone"));
        if (result.bytes() != Files.size(joined)
                || !sha256.equals(result.metadata().get("sha256"))) {
            throw new IllegalStateException("there is another object in place of the result, " + manifest.result());
        }
        String report = new Gson()
                .toJson(JobReport.of(
                        manifest, chunkFacts(manifest), service.config().worker(), seconds, sha256, join));
        service.store().putIfAbsent(manifest.report(), report);
        service.store()
                .putIfAbsent(
                        Service.keys(manifest.job()).done(),
                        service.store()
                                .text(manifest.report(), MOST_REPORT_BYTES)
                                .orElse(report));
        LOG.info("job {}: published {}", manifest.job(), manifest.result());
    }

    private List<ChunkFacts> chunkFacts(Manifest manifest) throws IOException {
        List<ChunkFacts> facts = new ArrayList<>();
        for (Chunk chunk : manifest.plan().chunks()) {
            facts.add(service.store()
                    .head(Service.keys(manifest.job()).chunk(chunk.index()))
                    .map(ChunkFacts::of)
                    .orElseThrow(() -> new IOException("chunk " + chunk.index() + " is gone")));
        }
        return facts;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
