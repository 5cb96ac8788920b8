package io.vsr4j.sizing;

import java.util.List;

/** The arithmetic of a {@link Plan}. */
record Planning(List<Upload> uploads, JobCosts costs, Platform platform, ScalingRules rules) {
    /**
     * Tracking that scales in thins the workers out as it falls, so that its last part takes several times the target; docs/scaling.md
     * measures it.
     */
    private static final double THINNING = 4;

    private static final int UNLIMITED = Integer.MAX_VALUE;

    Plan plan(double deadline) {
        double room = deadline - platform.fleetStart() - jobSeconds();
        if (room < chunkSeconds()) {
            throw new IllegalArgumentException("no number of workers meets a deadline of " + Spans.text(deadline)
                    + ": until the first ones take chunks it is " + Spans.text(platform.fleetStart())
                    + ", splitting and merging the longest video take " + Spans.text(jobSeconds()) + ", a chunk takes "
                    + Spans.text(chunkSeconds()) + "; possible is a deadline of " + Spans.text(seconds(UNLIMITED))
                    + ", or less with a shorter cold start or shorter chunks");
        }
        long workers = workers(room);
        if (workers > rules.maximumTasks()) {
            throw new IllegalArgumentException("a deadline of " + Spans.text(deadline) + " takes " + workers
                    + " workers, and there may be " + rules.maximumTasks() + "; allow more, or take "
                    + Spans.text(seconds(rules.maximumTasks())) + ", which these can do");
        }
        double idle = workers * Platform.PERIOD * (rules.idleMinutes() + platform.capacityPeriods());
        return new Plan(
                uploads.size(),
                chunks(),
                Math.toIntExact(workers),
                platform.fleetStart(),
                chunkSeconds(),
                jobSeconds(),
                seconds(workers),
                workers * platform.coldStart() + work() + idle,
                idle,
                (int) Math.max(1, isAtOnce() ? room : room / THINNING),
                !isAtOnce());
    }

    private long chunks() {
        return uploads.stream().mapToLong(u -> costs.chunks(u.frames())).sum();
    }

    /** Work that is interrupted is begun anew, and so is its worker: the renewal theorem, for a Poisson process. */
    private double chunkSeconds() {
        double rate = platform.spotInterruptions() / 3600 * rules.spotPercentage() / 100.0;
        double mean = costs.chunks().mean();
        return rate == 0 ? mean : Math.expm1(rate * mean) / rate * (1 + rate * platform.coldStart());
    }

    private double seconds(Upload upload) {
        return (double) upload.frames() / costs.chunkFrames() * chunkSeconds();
    }

    private double work() {
        return uploads.stream().mapToDouble(this::seconds).sum();
    }

    private double jobSeconds() {
        long longest = uploads.stream().mapToLong(Upload::frames).max().orElseThrow();
        return costs.split().of(longest).seconds() + costs.merge().of(longest).seconds();
    }

    private boolean isAtOnce() {
        return uploads.stream().allMatch(u -> u.time() == uploads.get(0).time());
    }

    private long workers(double room) {
        if (isAtOnce()) {
            long turns = (long) (room / chunkSeconds());
            return (chunks() + turns - 1) / turns;
        }
        long least = 1;
        long most = 1;
        while (late(most) > room) {
            least = most + 1;
            most *= 2;
        }
        while (least < most) {
            long middle = (least + most) / 2;
            if (late(middle) > room) {
                least = middle + 1;
            } else {
                most = middle;
            }
        }
        return least;
    }

    /** {@return seconds from an upload to its result, at most} */
    private double seconds(long workers) {
        double turns = (chunks() + workers - 1) / workers * chunkSeconds();
        return platform.fleetStart() + jobSeconds() + (isAtOnce() ? turns : late(workers));
    }

    /**
     * {@return seconds from an upload to its last chunk, at most} Work flows through the workers in its order, like water; a
     * chunk, which cannot be divided, is late by less than its own time beyond that.
     */
    private double late(long workers) {
        double free = 0;
        double late = 0;
        for (Upload upload : uploads) {
            free = Math.max(free, upload.time()) + seconds(upload) / workers;
            late = Math.max(late, free - upload.time());
        }
        return late + chunkSeconds() * (workers - 1) / workers;
    }
}
