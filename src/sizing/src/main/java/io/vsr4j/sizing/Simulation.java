package io.vsr4j.sizing;

import java.util.List;

/** Plays the service through, event by event. The same seed gives the same course. */
public final class Simulation {
    /** What has no result so long after the last upload will have none. */
    private static final double PATIENCE = 30 * 86_400;

    private final Clock clock = new Clock();
    private final ChunkQueue queue = new ChunkQueue();
    private final Tally tally = new Tally();
    private final Host host;
    private final Coordinator coordinator;
    private final Workers workers;
    private final List<Job> jobs;
    private final Streams streams;

    private Simulation(List<Upload> uploads, JobCosts costs, double cores, int servers, long seed) {
        streams = Streams.of(seed);
        host = new Host(clock, cores);
        coordinator = new Coordinator(clock, queue, costs, host, servers);
        workers = new Workers(clock, queue, costs, streams.next(), tally, coordinator::chunkDone);
        jobs = coordinator.expect(uploads, workers);
    }

    /**
     * The service on AWS: instances come and go by the scaling rules; videos are split and merged by functions, as many at a
     * time as it takes.
     *
     * @param uploads videos that come in
     * @param costs what they take
     * @param rules the scaling rules
     * @param platform what they meet
     * @param seed of what is drawn at random
     * @return what came of it, until the last instance that is not wanted has gone
     */
    public static Outcome cloud(
            List<Upload> uploads, JobCosts costs, ScalingRules rules, Platform platform, long seed) {
        Simulation simulation = new Simulation(uploads, costs, Double.POSITIVE_INFINITY, Integer.MAX_VALUE, seed);
        return simulation.scaled(costs, rules, platform);
    }

    private Outcome scaled(JobCosts costs, ScalingRules rules, Platform platform) {
        SpotMarket market = new SpotMarket(clock, platform, streams.next());
        Fleet fleet = new Fleet(clock, workers, rules, platform, market, streams.next(), tally);
        Autoscaler autoscaler = new Autoscaler(rules, platform, costs.chunks().mean());
        double limit = jobs.stream().mapToDouble(job -> job.upload.time()).max().orElse(0) + PATIENCE;
        boolean[] over = {false};
        clock.at(0, new Runnable() {
            @Override
            public void run() {
                fleet.minute(autoscaler.minute(clock.now(), queue.visible(), queue.backlog(), fleet.running()));
                tally.timeline.add(new Outcome.Moment(
                        clock.now(),
                        queue.backlog(),
                        autoscaler.desired(),
                        fleet.running(),
                        tally.busy(),
                        fleet.instances()));
                boolean settled = autoscaler.desired() == rules.minimumTasks() && fleet.isSettled();
                over[0] = coordinator.isDone() && settled || clock.now() > limit;
                clock.after(Platform.PERIOD, this);
            }
        });
        while (!over[0]) {
            clock.next();
        }
        fleet.close();
        return Outcome.of(jobs, tally);
    }

    /**
     * The service on one machine, as {@code vsr serve} has it: workers that are there from the beginning share the cores with
     * one process that splits and merges one video at a time.
     *
     * @param uploads videos that come in
     * @param costs what they take where nothing else runs, with the share of the cores
     * @param workers processes that restore chunks
     * @param cores of the machine
     * @param seed of what is drawn at random
     * @return what came of it, until the last result was there
     */
    public static Outcome local(List<Upload> uploads, JobCosts costs, int workers, double cores, long seed) {
        Named.require("workers", workers, 1, 1000);
        Named.require("cores", cores, 0.01, 10_000);
        return new Simulation(uploads, costs, cores, 1, seed).fixed(workers);
    }

    private Outcome fixed(int processes) {
        for (int i = 0; i < processes; i++) {
            workers.join(new Worker(host, () -> {}));
        }
        while (!coordinator.isDone()) {
            clock.next();
        }
        return Outcome.of(jobs, tally);
    }
}
