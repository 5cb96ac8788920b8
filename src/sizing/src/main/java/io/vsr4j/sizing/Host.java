package io.vsr4j.sizing;

import java.util.ArrayList;
import java.util.List;

/**
 * A machine whose cores are shared by what runs on it. As long as all of it together asks for no more cores than there are,
 * nobody waits; beyond that all are slowed down alike (processor sharing).
 */
final class Host {
    private final Clock clock;
    private final double cores;
    private final List<Work> running = new ArrayList<>();
    private double since;
    private double speed = 1;

    /** A piece of work that runs. */
    final class Work {
        private final double cores;
        private final Runnable done;
        private double left;
        private Clock.Event end;

        private Work(Effort effort, Runnable done) {
            this.left = effort.seconds();
            this.cores = effort.cores();
            this.done = done;
        }

        /** Ends it without a result. */
        void cancel() {
            catchUp();
            end.cancel();
            running.remove(this);
            share();
        }

        private void finish() {
            catchUp();
            running.remove(this);
            share();
            done.run();
        }
    }

    Host(Clock clock, double cores) {
        this.clock = clock;
        this.cores = cores;
    }

    Work start(Effort effort, Runnable done) {
        catchUp();
        Work work = new Work(effort, done);
        work.end = clock.after(work.left / speed, work::finish);
        running.add(work);
        share();
        return work;
    }

    private void catchUp() {
        double passed = (clock.now() - since) * speed;
        for (Work work : running) {
            work.left = Math.max(0, work.left - passed);
        }
        since = clock.now();
    }

    private void share() {
        double asked = 0;
        for (Work work : running) {
            asked += work.cores;
        }
        double next = asked > cores ? cores / asked : 1;
        if (next != speed) {
            speed = next;
            for (Work work : running) {
                work.end.cancel();
                work.end = clock.after(work.left / speed, work::finish);
            }
        }
    }
}
