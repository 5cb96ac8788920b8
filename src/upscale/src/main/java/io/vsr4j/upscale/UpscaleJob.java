package io.vsr4j.upscale;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.FrameSink;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.OutputVideo;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.VsrModel;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.upscale.JobListener.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One video from file to file: probe, plan, restore chunk by chunk, join, prove, publish. Finished chunks are kept beside
 * the output until it is in its place, so a job that was stopped in whatever way goes on where it was.
 */
public final class UpscaleJob {
    private final Path input;
    private final Path output;
    private final UpscaleSettings settings;
    private final boolean resume;
    private final JobListener listener;
    private final List<String> notes = new ArrayList<>();
    private volatile boolean cancelled;

    /**
     * Describes a job; nothing is read or written yet.
     *
     * @param input a video file, a folder of pictures, or a pattern of pictures
     * @param output the file to make; for pictures a folder, or a pattern such as {@code out/%05d.png}
     * @param settings what is wanted
     * @param resume whether finished chunks of an interrupted run of the same job may be used
     * @param listener follows the job
     */
    public UpscaleJob(Path input, Path output, UpscaleSettings settings, boolean resume, JobListener listener) {
        this.input = input;
        this.output = output;
        this.settings = settings;
        this.resume = resume;
        this.listener = listener;
    }

    /** Asks the job to stop before the next window; {@link #run} then throws. Finished chunks are kept. */
    public void cancel() {
        cancelled = true;
    }

    /**
     * Does the job.
     *
     * @return what came of it
     * @throws InvalidRequestException if the settings or the paths cannot be used
     * @throws io.vsr4j.media.MediaException if the input cannot be used
     * @throws CancellationException after {@link #cancel}
     * @throws IOException if the output cannot be written
     */
    public UpscaleReport run() throws IOException {
        long start = System.nanoTime();
        ModelAccess access = ModelAccess.of(settings.network());
        ModelCard card = access.card();
        JobTarget target = JobTarget.of(output);
        target.check(settings.output().overwrite() || resume);
        listener.stage(Stage.PROBE);
        JobSource source = JobSource.of(input, settings.output().pictureRate());
        refuseInputAsOutput(source);
        source.notes().forEach(this::note);

        listener.stage(Stage.PLAN);
        TorchEngine.setThreads(Planner.threads(settings));
        Planner planner = new Planner(settings, card, source.video());
        UpscalePlan.Output made = target.output(planner, source);
        Device device = TorchEngine.device(settings.network().device());
        Allotment allotment = planner.allotment(access.parameters(), MemoryBudget.of(device));
        DType dtype = access.dtype();
        try (VsrModel model = access.open(planner.networkScale(), allotment.offload(), dtype);
                LazyModel exact =
                        new LazyModel(() -> access.open(planner.networkScale(), allotment.offload(), DType.F32));
                NDManager manager = TorchEngine.newManager(device)) {
            UpscalePlan.Run run = planner.run(allotment, () -> shots(source));
            UpscalePlan plan = planner.plan(source.identity(), model.fingerprint(), run, made);
            planner.notes().forEach(this::note);
            Counts counts = new Counts(plan);
            if (resume && !settings.output().overwrite() && isThereWithoutWork(target.places(plan, source))) {
                target.requireComplete(plan, source);
                note(output + " was complete already.");
                WorkFolder.removeLeftover(output);
                counts.reused = counts.total;
            } else {
                Optional<Supplier<VsrModel>> single = dtype == DType.F32 ? Optional.empty() : Optional.of(exact);
                restoreAndPublish(
                        plan,
                        shots -> new Upscaler(plan, model, single, target.video(plan, source.video()), manager, shots),
                        source,
                        target,
                        counts);
            }
            listener.stage(Stage.DONE);
            return new UpscaleReport(
                    input,
                    output,
                    plan.output().width(),
                    plan.output().height(),
                    counts.total,
                    counts.reused,
                    counts.damaged,
                    counts.recomputed,
                    card.id(),
                    plan.model().scale(),
                    plan.run(),
                    allotment.offload(),
                    target.format(plan),
                    (System.nanoTime() - start) / 1e9,
                    counts.networkSeconds,
                    List.copyOf(notes));
        }
    }

    /** How far the job is. */
    private static final class Counts {
        final int total;
        int reused;
        int damaged;
        int recomputed;
        double networkSeconds;

        Counts(UpscalePlan plan) {
            total = plan.end() - plan.first();
        }
    }

    private boolean isThereWithoutWork(List<Path> places) {
        return !WorkFolder.isBegun(output) && places.stream().anyMatch(Files::exists);
    }

    private void refuseInputAsOutput(JobSource source) throws IOException {
        for (Path file : source.files()) {
            if (Files.exists(output) && Files.isSameFile(file, output)) {
                throw new InvalidRequestException("the output " + output + " is the input; name another with -o");
            }
        }
    }

    private List<Integer> shots(JobSource source) {
        try (FrameSource frames = source.open()) {
            return ShotDetector.shots(frames, this::checkCancelled);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void restoreAndPublish(
            UpscalePlan plan,
            Function<Map<Integer, List<Float>>, Upscaler> upscaler,
            JobSource source,
            JobTarget target,
            Counts counts)
            throws IOException {
        try (WorkFolder work = WorkFolder.open(output, plan, resume)) {
            try {
                Publication publication = new Publication(target.made(plan, work), target.places(plan, source));
                publication.requireFree(source.files(), settings.output().overwrite());
                restore(plan, upscaler.apply(work.shots()), source, target, work, counts);
                listener.stage(Stage.JOIN);
                if (!publication.isDone()) {
                    target.finish(plan, source, work).forEach(this::note);
                    publication.publish(settings.output().overwrite());
                }
                work.remove();
            } finally {
                work.removeIfNothingIsDone();
            }
        }
    }

    private void restore(
            UpscalePlan plan, Upscaler upscaler, JobSource source, JobTarget target, WorkFolder work, Counts counts)
            throws IOException {
        List<Chunk> missing = new ArrayList<>();
        for (Chunk chunk : plan.chunks()) {
            if (work.has(chunk)) {
                counts.reused += chunk.frames();
            } else {
                missing.add(chunk);
            }
        }
        listener.stage(Stage.RESTORE);
        AtomicInteger done = new AtomicInteger(counts.reused);
        listener.advanced(done.get(), counts.reused, counts.total);
        OutputVideo video = target.video(plan, source.video());
        try (FrameSource frames = source.open()) {
            for (Chunk chunk : missing) {
                try (FrameSink sink =
                        new DamageCount(target.sink(work.chunk(chunk), chunk, video, plan), work.damage(chunk))) {
                    upscaler.restore(
                            chunk,
                            frames,
                            sink,
                            () -> listener.advanced(done.incrementAndGet(), counts.reused, counts.total),
                            () -> cancelled);
                }
            }
        }
        for (Chunk chunk : plan.chunks()) {
            counts.damaged += DamageCount.of(work.damage(chunk));
        }
        counts.networkSeconds = upscaler.times().seconds(StageTimes.Stage.NETWORK);
        counts.recomputed = upscaler.recomputed();
        if (counts.recomputed > 0) {
            note(counts.recomputed + " windows overflowed in " + plan.model().dtype()
                    + " and were computed again in single precision (f32).");
        }
        if (counts.damaged > 0) {
            note(counts.damaged + " source frames were damaged; they are concealed or repeat a neighbour.");
        }
    }

    private void checkCancelled(int frames) {
        if (cancelled) {
            throw new CancellationException("stopped after looking at " + frames + " frames");
        }
    }

    private void note(String note) {
        notes.add(note);
        listener.note(note);
    }
}
