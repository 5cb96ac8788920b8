package io.vsr4j.sizing;

/**
 * What the scaling rules meet and cannot change: how late alarms see, how long an instance takes, how often spot instances are
 * taken back. The first five are what AWS's alarms and managed scaling do and nobody sets; the others should be measured where they
 * matter.
 *
 * @param metricDelay seconds after which an alarm sees what was counted
 * @param scaleOutPeriods minutes above the target after which more tasks are wanted
 * @param scaleInPeriods minutes below nine tenths of it after which fewer are
 * @param capacityDelay seconds after which tasks without an instance have one launched
 * @param capacityPeriods minutes after which instances without a task are given up
 * @param bootSeconds from an instance's launch until it takes tasks
 * @param pullSeconds for fetching the image, once an instance
 * @param loadSeconds for loading the model, once a task
 * @param spotInterruptions spot instances that are taken back, for each hour of one
 * @param spotNotice seconds between notice and end
 * @param withoutNotice share of the interruptions that come without notice, 0 to 1
 * @param spotMissing share of the time in which no spot instance is to be had, 0 to 1
 * @param spotMissingHours mean length of such a time
 */
public record Platform(
        double metricDelay,
        int scaleOutPeriods,
        int scaleInPeriods,
        double capacityDelay,
        int capacityPeriods,
        double bootSeconds,
        double pullSeconds,
        double loadSeconds,
        double spotInterruptions,
        double spotNotice,
        double withoutNotice,
        double spotMissing,
        double spotMissingHours) {
    /** AWS's own numbers, and assumptions for the rest: a cold start of four minutes, one spot instance of twenty lost an hour. */
    public static final Platform DEFAULT = new Platform(60, 3, 15, 60, 15, 90, 120, 30, 0.05, 120, 0, 0, 1);

    /** Seconds between two values of a metric. */
    public static final double PERIOD = 60;

    private static final double MOST_SECONDS = 86_400;

    /** @throws IllegalArgumentException if a number is against its rule; says which */
    public Platform {
        Named.require("metric_delay", metricDelay, 0, MOST_SECONDS);
        Named.require("scale_out_periods", scaleOutPeriods, 1, 1440);
        Named.require("scale_in_periods", scaleInPeriods, 1, 1440);
        Named.require("capacity_delay", capacityDelay, 0, MOST_SECONDS);
        Named.require("capacity_periods", capacityPeriods, 1, 1440);
        Named.require("boot_seconds", bootSeconds, 0, MOST_SECONDS);
        Named.require("pull_seconds", pullSeconds, 0, MOST_SECONDS);
        Named.require("load_seconds", loadSeconds, 0, MOST_SECONDS);
        Named.require("spot_interruptions", spotInterruptions, 0, 3600);
        Named.require("spot_notice", spotNotice, 0, MOST_SECONDS);
        Named.require("without_notice", withoutNotice, 0, 1);
        Named.require("spot_missing", spotMissing, 0, 0.99);
        Named.require("spot_missing_hours", spotMissingHours, 0.001, 1000);
    }

    /** {@return seconds from launch until a worker takes chunks} */
    public double coldStart() {
        return bootSeconds + pullSeconds + loadSeconds;
    }

    /** {@return seconds from the first message until the workers that it calls for take chunks, where there were none} */
    public double fleetStart() {
        return scaleOutPeriods * PERIOD + metricDelay + capacityDelay + coldStart();
    }
}
