package io.vsr4j.functions;

import io.opentelemetry.api.trace.Span;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.observe.JobSpan;
import io.vsr4j.functions.observe.WorkEvent;
import io.vsr4j.media.BrokenOutputException;
import io.vsr4j.media.ChunkFile;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.tensor.Sha256;
import io.vsr4j.upscale.Chunk;
import io.vsr4j.upscale.UpscalePlan;
import io.vsr4j.upscale.Upscaler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Restores one chunk of a job, and asks for the merge when it was the last. */
public final class ChunkWork {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkWork.class);
    /** Object stores are asked whether a job was cancelled no more often than this. */
    private static final long ASK_AGAIN_NANOS = 2_000_000_000L;

    private static final String PART = "part";

    private final Service service;
    private final ModelCache models;
    private volatile Manifest last;

    /**
     * @param service where to work
     * @param models opens the model
     */
    public ChunkWork(Service service, ModelCache models) {
        this.service = service;
        this.models = models;
    }

    /**
     * Makes sure that a chunk is there.
     *
     * @param job its job
     * @param index the chunk's index
     * @param receives how often its message has been delivered
     * @param stop asked before each window
     * @throws CancellationException if {@code stop} says so
     * @throws IOException if it may be otherwise the next time
     */
    public void run(String job, int index, int receives, BooleanSupplier stop) throws IOException {
        Optional<Manifest> found = manifest(job);
        if (found.isEmpty()) {
            return; // too old to be known
        }
        JobSpan.run("upscale", job, found.get().trace(), span -> {
            span.setAttribute("vsr.chunk", index);
            span.setAttribute("vsr.receives", receives);
            run(found.get(), index, receives, stop);
            return null;
        });
    }

    private void run(Manifest manifest, int index, int receives, BooleanSupplier stop) throws IOException {
        String job = manifest.job();
        JobKeys keys = Service.keys(job);
        if (service.isSettled(job)) {
            return; // done, cancelled, or given up until it is resumed
        }
        if (index < 0 || index >= manifest.plan().chunks().size()) {
            LOG.warn("job {} has no chunk {}", job, index);
            return;
        }
        if (!service.store().exists(keys.chunk(index))) {
            restore(manifest, manifest.plan().chunks().get(index), receives, stop);
        }
        // A delivery that comes again asks too: the one before may have ended between the chunk and this.
        if (service.missing(manifest).isEmpty()
                && service.store().list(keys.failures()).isEmpty()) {
            service.queues().sendMerge(manifest);
        }
    }

    private Optional<Manifest> manifest(String job) throws IOException {
        Manifest known = last;
        if (known != null && known.job().equals(job)) {
            return Optional.of(known);
        }
        Optional<Manifest> found = service.manifest(job);
        found.ifPresent(manifest -> last = manifest);
        return found;
    }

    private void restore(Manifest manifest, Chunk chunk, int receives, BooleanSupplier stop) throws IOException {
        long start = System.nanoTime();
        Path folder = LocalDisk.folder(service.config().temporary(), "chunk-");
        Path file = folder.resolve(JobKeys.number(chunk.index()));
        try {
            int damaged = write(manifest, chunk, file, cancelled(manifest.job(), stop));
            LocalDisk.run(() -> ChunkFile.check(
                    file, manifest.video().frames(), chunk.first(), chunk.end(), manifest.outputVideo()));
            ChunkFacts facts = new ChunkFacts(
                    chunk.frames(),
                    damaged,
                    LocalDisk.use(() -> Sha256.of(file)),
                    service.config().worker(),
                    (System.nanoTime() - start) / 1e9,
                    receives);
            boolean mine = service.store()
                    .putIfAbsent(
                            Service.keys(manifest.job()).chunk(chunk.index()),
                            file,
                            "application/octet-stream",
                            facts.metadata());
            Span.current().setAttribute("vsr.frames", chunk.frames());
            service.tell(
                    new WorkEvent.ChunkDone(manifest.job(), chunk.index(), chunk.frames(), facts.seconds(), receives));
            LOG.info(
                    "job {}: chunk {} restored in {} s{}",
                    manifest.job(),
                    chunk.index(),
                    Math.round(facts.seconds()),
                    mine ? "" : "; it was there already, by another worker or by a put whose answer was lost");
        } catch (BrokenOutputException e) {
            throw new IOException("chunk " + chunk.index() + " is not what was planned: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder.resolve(PART));
            Files.deleteIfExists(folder);
        }
    }

    private int write(Manifest manifest, Chunk chunk, Path file, BooleanSupplier stop) throws IOException {
        UpscalePlan plan = manifest.plan();
        OutputVideo output = manifest.outputVideo();
        try (ChunkNotes notes = new ChunkNotes(service, manifest.job(), chunk.index());
                ModelCache.Use use = models.open(plan);
                FrameSource frames = ChunkFrames.open(service.store(), manifest, chunk, file.resolveSibling(PART));
                ChunkSink sink = new ChunkSink(file, output, plan.output().encode())) {
            Upscaler upscaler = new Upscaler(
                    plan,
                    use.model(),
                    use.exact(),
                    output,
                    use.manager(),
                    new ShotNotes(service.store(), manifest.job()));
            upscaler.restore(chunk, frames, sink, notes::frame, stop);
            return sink.damaged();
        }
    }

    private BooleanSupplier cancelled(String job, BooleanSupplier stop) {
        long[] asked = {System.nanoTime()};
        boolean[] answer = {false};
        return () -> {
            if (!answer[0] && System.nanoTime() - asked[0] > ASK_AGAIN_NANOS) {
                asked[0] = System.nanoTime();
                try {
                    answer[0] = service.store().exists(Service.keys(job).cancelled());
                } catch (IOException e) {
                    LOG.warn("job {}: whether it is cancelled cannot be seen: {}", job, e.getMessage());
                }
            }
            return answer[0] || stop.getAsBoolean();
        };
    }
}
