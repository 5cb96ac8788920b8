package io.vsr4j.functions;

import io.vsr4j.functions.job.JobKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How far jobs are, for many who ask often. A job that is done is read once and kept while there is room; any other is read
 * again when what is known of it is too old, by one asker at a time, while the others wait for his answer. A list reads each
 * job of the bucket once, then those that it shows; one of jobs in some state, all that are not done.
 */
public final class JobView {
    /** How old the answer of {@link #status} may be. */
    public static final Duration FRESH = Duration.ofMillis(500);
    /** Jobs on a list may be as old as this where only their state is asked for. */
    private static final Duration RECENT = Duration.ofSeconds(5);
    /** For what never changes. */
    private static final Duration FOREVER = Duration.ofDays(10_000);

    private static final int MOST_JOBS = 10_000;
    /** Jobs of many chunks take more room. */
    private static final int MOST_CHUNKS = 1_000_000;

    private final Service service;
    private final Jobs jobs;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final Object listing = new Object();
    private List<String> ids = List.of();
    private long listed = System.nanoTime() - RECENT.toNanos();
    private long chunks;

    /** What is known of a job; its lock is held while it is read. */
    private static final class Entry {
        private JobStatus status;
        private long read;
        private int weight;
    }

    /** @param service where to look */
    public JobView(Service service) {
        this.service = service;
        jobs = new Jobs(service);
    }

    /**
     * Tells how far a job is, or was less than {@link #FRESH} ago.
     *
     * @return empty if there is no such job, or the text is no id of a job
     */
    public Optional<JobStatus> status(String job) throws IOException {
        return JobKeys.isId(job) ? status(job, FRESH) : Optional.empty();
    }

    private Optional<JobStatus> status(String job, Duration age) throws IOException {
        Entry entry;
        synchronized (entries) {
            entry = entries.computeIfAbsent(job, id -> new Entry());
        }
        synchronized (entry) {
            boolean known = entry.status != null
                    && (entry.status.state() == JobStatus.State.DONE || System.nanoTime() - entry.read < age.toNanos());
            if (!known) {
                long now = System.nanoTime();
                entry.status = jobs.status(job, entry.status).orElse(null);
                entry.read = now;
                keep(job, entry);
            }
            return Optional.ofNullable(entry.status);
        }
    }

    private void keep(String job, Entry entry) {
        synchronized (entries) {
            if (entries.get(job) != entry) {
                return; // it has been forgotten meanwhile
            }
            if (entry.status == null) {
                drop(job);
                return;
            }
            chunks += entry.status.chunks() - entry.weight;
            entry.weight = entry.status.chunks();
            Iterator<Entry> oldest = entries.values().iterator();
            while ((entries.size() > MOST_JOBS || chunks > MOST_CHUNKS) && entries.size() > 1) {
                chunks -= oldest.next().weight;
                oldest.remove();
            }
        }
    }

    /** Reads a job again when it is asked for next, and all their names: somebody has changed it, or begun it. */
    public void forget(String job) {
        synchronized (listing) {
            listed = System.nanoTime() - RECENT.toNanos();
        }
        drop(job);
    }

    private void drop(String job) {
        synchronized (entries) {
            Entry entry = entries.remove(job);
            chunks -= entry == null ? 0 : entry.weight;
        }
    }

    /**
     * Lists jobs, those that were begun last first.
     *
     * @param whose which; is told what never changes of them
     * @param state only those that were in this state less than five seconds ago; empty for all
     * @param after {@link #place} of the job after which to begin, or empty
     * @param limit most jobs to return
     */
    public List<JobStatus> list(Predicate<JobStatus> whose, Optional<JobStatus.State> state, String after, int limit)
            throws IOException {
        try {
            return (state.isPresent() ? recent().filter(job -> job.state() == state.get()) : known())
                    .filter(whose)
                    .sorted(Comparator.comparing(JobView::place).reversed())
                    .filter(job -> after.isEmpty() || place(job).compareTo(after) < 0)
                    .limit(limit)
                    .map(job -> read(job.job(), FRESH))
                    .filter(Objects::nonNull)
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** {@return where a job stands on the list, the later the greater} */
    public static String place(JobStatus job) {
        return String.format(Locale.ROOT, "%013d_%s", Instant.parse(job.begun()).toEpochMilli(), job.job());
    }

    /** {@return how many jobs of a user are not over, as far as was known less than five seconds ago} */
    public long active(String owner) throws IOException {
        try {
            return recent().filter(
                            job -> job.origin() != null && job.origin().owner().equals(owner))
                    .filter(job -> !job.state().isOver())
                    .count();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Jobs that were never read take a few requests each; several go at once. */
    private Stream<JobStatus> recent() throws IOException {
        return ids().parallelStream().map(job -> read(job, RECENT)).filter(Objects::nonNull);
    }

    /** Jobs of which it is known whose they are and when they were begun, however long ago the rest of them was read. */
    private Stream<JobStatus> known() throws IOException {
        return ids().parallelStream()
                .map(job -> {
                    JobStatus known = read(job, FOREVER);
                    return known == null || known.origin() != null || known.created() != null
                            ? known
                            : read(job, RECENT);
                })
                .filter(Objects::nonNull);
    }

    private JobStatus read(String job, Duration age) {
        try {
            return status(job, age).orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> ids() throws IOException {
        synchronized (listing) {
            if (System.nanoTime() - listed > FRESH.toNanos()) {
                long now = System.nanoTime();
                ids = service.store().folders(FunctionsConfig.JOBS).stream()
                        .filter(JobKeys::isId)
                        .toList();
                listed = now;
            }
            return ids;
        }
    }
}
