package io.vsr4j.functions;

import io.vsr4j.functions.event.Video;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.store.StoredObject;
import io.vsr4j.upscale.Chunk;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes out of a job's objects how far it is. */
final class JobReading {
    private static final int MOST_FAILURE_BYTES = 1 << 20;
    private static final int MOST_NOTE_BYTES = 1 << 12;

    private final Service service;
    private final String job;
    private final JobKeys keys;
    private final Map<String, StoredObject> objects = new HashMap<>();
    private final List<Failures.Failure> failures = new ArrayList<>();
    private double framesPerSecond;

    /** @param objects all of the job's, as listed */
    JobReading(Service service, String job, List<StoredObject> objects) {
        this.service = service;
        this.job = job;
        keys = Service.keys(job);
        objects.forEach(object -> this.objects.put(object.key(), object));
    }

    /** {@return the video of a job that has no manifest, as far as it is known} */
    static Optional<Video> unplanned(Service service, JobStatus status) throws IOException {
        Optional<Video> known = status.failures().stream()
                .map(Failures.Failure::video)
                .filter(Objects::nonNull)
                .findFirst();
        if (known.isEmpty()) {
            known = service.resumed(status.job());
        }
        JobOrigin origin = status.origin();
        return known.isEmpty() && origin != null
                ? Optional.of(new Video(origin.bucket(), origin.key(), origin.settings(), true))
                : known;
    }

    /**
     * Reads what has to be read.
     *
     * @param before what was said of the job before, or null
     */
    JobStatus status(JobStatus before) throws IOException {
        JobOrigin origin = before != null && before.origin() != null ? before.origin() : origin();
        JobFacts facts = before != null && before.facts() != null ? before.facts() : facts();
        readFailures();
        JobStatus.State state = state(facts);
        List<ChunkStatus> progress = facts == null ? List.of() : progress(facts, state);
        boolean done = state == JobStatus.State.DONE && facts != null;
        return new JobStatus(
                job,
                state,
                facts != null ? facts.source().key() : unplannedKey(origin),
                facts == null ? 0 : (int) finished(facts),
                facts == null ? 0 : facts.chunks().size(),
                facts == null ? null : facts.model(),
                facts == null ? null : facts.created(),
                done ? facts.result() : null,
                done ? resultBytes(facts) : 0,
                done ? facts.report() : null,
                List.copyOf(failures),
                updated(),
                origin,
                facts,
                progress,
                framesPerSecond);
    }

    private JobOrigin origin() throws IOException {
        return has(keys.request()) ? JobOrigin.read(service, keys).orElse(null) : null;
    }

    private JobFacts facts() throws IOException {
        try {
            return has(keys.manifest())
                    ? service.manifest(job).map(JobFacts::of).orElse(null)
                    : null;
        } catch (IllegalArgumentException e) { // such as one of another version
            failures.add(new Failures.Failure("manifest", e.getMessage(), null, "", ""));
            return null;
        }
    }

    private void readFailures() throws IOException {
        for (String key : objects.keySet().stream().sorted().toList()) {
            if (key.startsWith(keys.failures())) {
                service.store()
                        .text(key, MOST_FAILURE_BYTES)
                        .map(Failures.Failure::fromJson)
                        .ifPresent(failures::add);
            }
        }
    }

    private JobStatus.State state(JobFacts facts) {
        if (has(keys.done())) {
            return JobStatus.State.DONE;
        }
        if (has(keys.cancelled())) {
            return JobStatus.State.CANCELLED;
        }
        if (!failures.isEmpty()) {
            return JobStatus.State.FAILED;
        }
        if (facts == null) {
            return JobStatus.State.PLANNING;
        }
        return finished(facts) == facts.chunks().size() ? JobStatus.State.MERGING : JobStatus.State.RESTORING;
    }

    private String unplannedKey(JobOrigin origin) throws IOException {
        for (Failures.Failure failure : failures) {
            if (failure.video() != null) {
                return failure.video().key();
            }
        }
        if (has(keys.resumed())) {
            return service.resumed(job).map(Video::key).orElse(null);
        }
        return origin == null ? null : origin.key();
    }

    private List<ChunkStatus> progress(JobFacts facts, JobStatus.State state) throws IOException {
        List<ChunkStatus> progress = new ArrayList<>();
        for (Chunk chunk : facts.chunks()) {
            boolean there = state == JobStatus.State.DONE || has(keys.chunk(chunk.index()));
            Optional<ChunkNotes.Note> note =
                    there || state != JobStatus.State.RESTORING ? Optional.empty() : note(chunk);
            ChunkStatus.State of = there
                    ? ChunkStatus.State.DONE
                    : note.isPresent() ? ChunkStatus.State.RUNNING : ChunkStatus.State.WAITING;
            int frames = there
                    ? chunk.frames()
                    : note.map(n -> Math.min(chunk.frames(), n.frames())).orElse(0);
            framesPerSecond += note.filter(n -> n.seconds() > 0)
                    .map(n -> n.frames() / n.seconds())
                    .orElse(0.0);
            progress.add(new ChunkStatus(chunk.index(), chunk.first(), chunk.frames(), of, frames));
        }
        return List.copyOf(progress);
    }

    private Optional<ChunkNotes.Note> note(Chunk chunk) throws IOException {
        String key = keys.progress(chunk.index());
        return has(key) ? service.store().text(key, MOST_NOTE_BYTES).map(ChunkNotes.Note::fromJson) : Optional.empty();
    }

    private long resultBytes(JobFacts facts) throws IOException {
        return service.store().head(facts.result()).map(StoredObject::bytes).orElse(0L);
    }

    private String updated() {
        return objects.values().stream()
                .map(StoredObject::modified)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH)
                .toString();
    }

    private boolean has(String key) {
        return objects.containsKey(key);
    }

    /** By name: a store on files may show what it is writing under names like those of objects. */
    private long finished(JobFacts facts) {
        return facts.chunks().stream()
                .filter(chunk -> has(keys.chunk(chunk.index())))
                .count();
    }
}
