package io.vsr4j.sizing;

import java.util.Arrays;
import java.util.List;

/**
 * What came of a simulation.
 *
 * @param videos that came in
 * @param seconds from upload to result of those that have one, rising
 * @param end when the last result was there, in seconds since the beginning
 * @param chunks that were restored
 * @param repeats deliveries of their messages beyond the first
 * @param interruptions spot instances that were taken back
 * @param usefulSeconds time in which workers restored chunks
 * @param lostSeconds time in which they began chunks that others had to do again
 * @param instances that were launched
 * @param onDemandSeconds that are paid for, bought on demand
 * @param spotSeconds that are paid for, spot
 * @param timeline what there was, each minute
 */
public record Outcome(
        int videos,
        double[] seconds,
        double end,
        long chunks,
        long repeats,
        int interruptions,
        double usefulSeconds,
        double lostSeconds,
        int instances,
        double onDemandSeconds,
        double spotSeconds,
        List<Moment> timeline) {
    /** What an instance costs at least, in seconds. */
    private static final double LEAST_BILLED = 60;

    /**
     * What there was.
     *
     * @param time seconds since the beginning
     * @param backlog messages of chunks, seen or not
     * @param desired tasks that were wanted
     * @param running tasks that ran
     * @param busy workers that had a chunk
     * @param instances that were paid for
     */
    public record Moment(double time, int backlog, int desired, int running, int busy, int instances) {}

    static Outcome of(List<Job> jobs, Tally tally) {
        double[] seconds = jobs.stream()
                .filter(job -> !Double.isNaN(job.end))
                .mapToDouble(job -> job.end - job.upload.time())
                .sorted()
                .toArray();
        return new Outcome(
                jobs.size(),
                seconds,
                jobs.stream()
                        .mapToDouble(job -> Double.isNaN(job.end) ? 0 : job.end)
                        .max()
                        .orElse(0),
                tally.chunks,
                tally.repeats,
                tally.interruptions,
                tally.usefulSeconds,
                tally.lostSeconds,
                tally.leases.size(),
                billed(tally, false),
                billed(tally, true),
                List.copyOf(tally.timeline));
    }

    /** By the second, at least a minute for each instance. */
    private static double billed(Tally tally, boolean spot) {
        return tally.leases.stream()
                .filter(lease -> lease.spot() == spot)
                .mapToDouble(lease -> Math.max(LEAST_BILLED, Math.ceil(lease.seconds())))
                .sum();
    }

    /** {@return share of the videos that had their result within some seconds, 0 to 1} */
    public double within(double deadline) {
        return Arrays.stream(seconds).filter(s -> s <= deadline).count() / (double) videos;
    }

    /**
     * {@return seconds within which a share of the videos had their result; infinite if so many have none}
     *
     * @param share above 0, at most 1
     */
    public double percentile(double share) {
        int rank = (int) Math.ceil(share * videos) - 1;
        return rank < seconds.length ? seconds[Math.max(0, rank)] : Double.POSITIVE_INFINITY;
    }

    /** {@return share of the time that is paid for in which no chunk was restored that counts} */
    public double idle() {
        double paid = onDemandSeconds + spotSeconds;
        return paid > 0 ? 1 - usefulSeconds / paid : 0;
    }

    /** {@return the most instances at a time} */
    public int mostInstances() {
        return timeline.stream().mapToInt(Moment::instances).max().orElse(0);
    }

    /** {@return what the instances cost} */
    public double cost(Price price) {
        return price.of(onDemandSeconds, spotSeconds);
    }
}
