package io.vsr4j.sizing;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/** Splits videos into chunks and merges what is done, as many at a time as there are functions for it. */
final class Coordinator {
    private final Clock clock;
    private final ChunkQueue queue;
    private final JobCosts costs;
    private final Step split;
    private final Step merge;
    private Workers workers;
    private int open;

    /** One of the two functions: a line, and some servers. */
    private static final class Step {
        private final Host host;
        private final Deque<Runnable> line = new ArrayDeque<>();
        private int free;

        Step(Host host, int servers) {
            this.host = host;
            this.free = servers;
        }

        void run(Effort effort, Runnable done) {
            line.addLast(() -> host.start(effort, () -> {
                free++;
                done.run();
                next();
            }));
            next();
        }

        private void next() {
            if (free > 0 && !line.isEmpty()) {
                free--;
                line.removeFirst().run();
            }
        }
    }

    /** @param servers how many videos are split, and how many are merged, at a time */
    Coordinator(Clock clock, ChunkQueue queue, JobCosts costs, Host host, int servers) {
        this.clock = clock;
        this.queue = queue;
        this.costs = costs;
        split = new Step(host, servers);
        merge = new Step(host, servers);
    }

    /** {@return the jobs of videos that are to come in} */
    List<Job> expect(List<Upload> uploads, Workers given) {
        workers = given;
        open = uploads.size();
        List<Job> jobs = uploads.stream()
                .sorted(Comparator.comparingDouble(Upload::time))
                .map(upload -> new Job(upload, costs.chunks(upload.frames())))
                .toList();
        expect(jobs.iterator());
        return jobs;
    }

    private void expect(Iterator<Job> jobs) {
        if (jobs.hasNext()) {
            Job job = jobs.next();
            clock.at(job.upload.time(), () -> {
                split.run(costs.split().of(job.upload.frames()), () -> send(job));
                expect(jobs);
            });
        }
    }

    private void send(Job job) {
        int chunks = job.missing;
        for (int i = 0; i < chunks; i++) {
            queue.send(new ChunkQueue.Message(job, costs.frames(job.upload.frames(), i)));
        }
        workers.offer();
    }

    void chunkDone(Job job) {
        if (--job.missing == 0) {
            merge.run(costs.merge().of(job.upload.frames()), () -> {
                job.end = clock.now();
                open--;
            });
        }
    }

    /** {@return whether all videos have their results} */
    boolean isDone() {
        return open == 0;
    }
}
