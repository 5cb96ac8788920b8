package io.vsr4j.functions;

import com.google.gson.Gson;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.observe.JobSpan;
import io.vsr4j.functions.observe.WorkEvent;
import io.vsr4j.functions.store.Claim;
import io.vsr4j.functions.store.NotNowException;
import io.vsr4j.functions.store.StoredObject;
import io.vsr4j.media.BrokenOutputException;
import io.vsr4j.media.ChunkFile;
import io.vsr4j.media.JoinPlan;
import io.vsr4j.media.JoinReport;
import io.vsr4j.media.Joiner;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.upscale.Chunk;
import io.vsr4j.upscale.InvalidRequestException;
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
     * @throws NotNowException if somebody else is at it; who may end before he is done
     * @throws IOException if it may be otherwise the next time
     */
    public void run(String job) throws IOException {
        Optional<Manifest> found = service.manifest(job);
        if (found.isPresent()) {
            JobSpan.run("merge", job, found.get().trace(), span -> {
                run(found.get());
                return null;
            });
        }
    }

    private void run(Manifest manifest) throws IOException {
        String job = manifest.job();
        if (service.isSettled(job)) {
            return;
        }
        if (service.store().exists(manifest.report())) {
            settle(manifest); // who put it ended then
            return;
        }
        if (!service.missing(manifest).isEmpty()) {
            return; // who finishes the last chunk asks again
        }
        Optional<Claim> claim = Claim.take(
                service.store(),
                Service.keys(job).claims("merge"),
                service.config().lease());
        if (claim.isEmpty()) {
            throw new NotNowException("job " + job + ": somebody else merges it");
        }
        try (Claim mine = claim.get()) {
            merge(manifest);
        }
    }

    private void merge(Manifest manifest) throws IOException {
        long start = System.nanoTime();
        Path folder = LocalDisk.folder(service.config().temporary(), "merge-");
        try {
            List<Path> chunks = new ArrayList<>();
            List<ChunkFacts> facts = new ArrayList<>();
            List<Integer> broken = new ArrayList<>();
            for (Chunk chunk : manifest.plan().chunks()) {
                Path file = folder.resolve(JobKeys.number(chunk.index()));
                chunks.add(file);
                try {
                    facts.add(fetch(manifest, chunk, file));
                } catch (BrokenOutputException e) {
                    LOG.warn("job {}: {}; it is restored again", manifest.job(), e.getMessage());
                    broken.add(chunk.index());
                }
            }
            if (!broken.isEmpty()) {
                doAgain(manifest, broken);
                return;
            }
            if (isCancelled(manifest)) {
                return;
            }
            Path joined = folder.resolve("result." + manifest.extension());
            JoinReport report = LocalDisk.use(() -> Joiner.join(joinPlan(manifest), chunks, joined, true));
            if (isCancelled(manifest)) {
                return;
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            JobSpan.run("publish", manifest.job(), manifest.trace(), span -> {
                publish(manifest, joined, facts, report, seconds);
                return null;
            });
            service.tell(new WorkEvent.Merged(manifest.job(), (System.nanoTime() - start) / 1e9));
        } finally {
            delete(folder);
        }
    }

    private boolean isCancelled(Manifest manifest) throws IOException {
        boolean cancelled = service.store().exists(Service.keys(manifest.job()).cancelled());
        if (cancelled) {
            LOG.info("job {}: was cancelled while it was merged; nothing is published", manifest.job());
        }
        return cancelled;
    }

    private JoinPlan joinPlan(Manifest manifest) {
        UpscalePlan plan = manifest.plan();
        JoinPlan whole = JoinPlan.of(manifest.source().open(service.store()), manifest.video());
        boolean all = plan.first() == 0 && plan.end() == plan.source().frames();
        return all ? whole : whole.range(plan.first(), plan.end());
    }

    /** Throws {@link BrokenOutputException} if the chunk is not what was put, or not what was planned. */
    private ChunkFacts fetch(Manifest manifest, Chunk chunk, Path file) throws IOException {
        ChunkFacts facts = ChunkFacts.of(
                service.store().download(Service.keys(manifest.job()).chunk(chunk.index()), file));
        if (!facts.sha256().equals(LocalDisk.use(() -> Sha256.of(file)))) {
            throw new BrokenOutputException("chunk " + chunk.index() + " has not the hash that was put with it");
        }
        LocalDisk.run(() ->
                ChunkFile.check(file, manifest.video().frames(), chunk.first(), chunk.end(), manifest.outputVideo()));
        return facts;
    }

    /** Chunks are never replaced: what is not the plan's goes first. */
    private void doAgain(Manifest manifest, List<Integer> broken) throws IOException {
        for (int index : broken) {
            service.store().delete(Service.keys(manifest.job()).chunk(index));
        }
        service.queues().sendChunks(manifest, broken);
    }

    private void publish(Manifest manifest, Path joined, List<ChunkFacts> chunks, JoinReport join, double seconds)
            throws IOException {
        service.store()
                .putIfAbsent(
                        manifest.result(),
                        joined,
                        "video/" + manifest.extension(),
                        Map.of("sha256", Sha256.of(joined), "job", manifest.job()));
        StoredObject result = service.store()
                .head(manifest.result())
                .orElseThrow(() -> new IOException("the result " + manifest.result() + " is gone"));
        // This one, or that of a merge before, which was proved too before it was put.
        if (!manifest.job().equals(result.metadata().get("job"))) {
            throw new InvalidRequestException("there is another object in place of the result, " + manifest.result()
                    + "; move it away and resume the job");
        }
        JobReport report = JobReport.of(manifest, chunks, service.config().worker(), seconds, result, join);
        service.store().putIfAbsent(manifest.report(), new Gson().toJson(report));
        settle(manifest);
        LOG.info("job {}: published {}", manifest.job(), manifest.result());
    }

    /** The last step: the report says that the result is there. */
    private void settle(Manifest manifest) throws IOException {
        String report = service.store()
                .text(manifest.report(), MOST_REPORT_BYTES)
                .orElseThrow(() -> new IOException("the report " + manifest.report() + " is gone"));
        service.store().putIfAbsent(Service.keys(manifest.job()).done(), report);
        service.tell(new WorkEvent.JobMoved(manifest.job(), WorkEvent.State.DONE));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
