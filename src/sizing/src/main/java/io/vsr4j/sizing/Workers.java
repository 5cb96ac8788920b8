package io.vsr4j.sizing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Gives messages to workers that have none. */
final class Workers {
    private final Clock clock;
    private final ChunkQueue queue;
    private final JobCosts costs;
    private final RandomGenerator random;
    private final Consumer<Job> chunkDone;
    private final Deque<Worker> idle = new ArrayDeque<>();
    private final Tally tally;

    Workers(
            Clock clock,
            ChunkQueue queue,
            JobCosts costs,
            RandomGenerator random,
            Tally tally,
            Consumer<Job> chunkDone) {
        this.clock = clock;
        this.queue = queue;
        this.costs = costs;
        this.random = random;
        this.tally = tally;
        this.chunkDone = chunkDone;
    }

    /** A worker is ready. */
    void join(Worker worker) {
        idle.addLast(worker);
        offer();
    }

    /** Messages may have come. */
    void offer() {
        while (!idle.isEmpty() && queue.visible() > 0) {
            begin(idle.removeFirst(), queue.take());
        }
    }

    private void begin(Worker worker, ChunkQueue.Message message) {
        worker.message = message;
        worker.began = clock.now();
        tally.busy(1);
        Effort effort = costs.chunks().draw(worker.chunks, random).times((double) message.frames / costs.chunkFrames());
        worker.work = worker.host.start(effort, () -> finish(worker));
    }

    private void finish(Worker worker) {
        Job job = worker.message.job;
        tally.chunk(worker.message.deliveries, clock.now() - worker.began);
        worker.chunks++;
        worker.message = null;
        queue.delete();
        if (worker.leaving) {
            worker.left.run();
        } else {
            idle.addLast(worker);
        }
        chunkDone.accept(job);
        offer();
    }

    /** A worker ends: at once where it has no chunk, else with its chunk. */
    void leave(Worker worker) {
        if (worker.isBusy()) {
            worker.leaving = true;
        } else {
            idle.remove(worker);
            worker.left.run();
        }
    }

    /**
     * A worker ends now.
     *
     * @param unseen seconds until its message, if it has one, is seen again
     */
    void kill(Worker worker, double unseen) {
        idle.remove(worker);
        if (worker.isBusy()) {
            ChunkQueue.Message message = worker.message;
            worker.message = null;
            worker.work.cancel();
            tally.lost(clock.now() - worker.began);
            clock.after(unseen, () -> {
                queue.comeAgain(message);
                offer();
            });
        }
    }
}
