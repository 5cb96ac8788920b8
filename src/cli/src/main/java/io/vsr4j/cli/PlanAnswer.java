package io.vsr4j.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vsr4j.sizing.Named;
import io.vsr4j.sizing.Outcome;
import io.vsr4j.sizing.Plan;
import io.vsr4j.sizing.Platform;
import io.vsr4j.sizing.Price;
import io.vsr4j.sizing.ScalingRules;
import io.vsr4j.sizing.Spans;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code vsr plan} answers. */
record PlanAnswer(
        double videoHours,
        double deadline,
        ChunkOptions.Known known,
        Plan plan,
        Platform platform,
        ScalingRules rules,
        Optional<Price> price,
        Optional<Outcome> outcome,
        long seed) {
    private static final double HOUR = 3600;

    /** {@return it for people} */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        add(lines, "video", "%s h, %s, %s", number(videoHours), count(plan.videos(), "video"), known.model());
        add(
                lines,
                "chunks",
                "%d of %d frames, %s each (%s)",
                plan.chunks(),
                known.costs().chunkFrames(),
                Spans.text(known.costs().chunks().mean()),
                known.source());
        add(
                lines,
                "workers",
                "%d, from %s after the first upload on%s",
                plan.workers(),
                Spans.text(plan.startSeconds()),
                plan.workers() >= plan.chunks() ? "; more would have nothing to do" : "");
        add(
                lines,
                "time",
                "%s from upload to result at most, deadline %s",
                Spans.text(plan.seconds()),
                Spans.text(HOUR * deadline));
        add(
                lines,
                "instances",
                "%.2f hours, %.2f of them until idle ones are given up",
                plan.instanceSeconds() / HOUR,
                plan.idleSeconds() / HOUR);
        add(lines, "cost", "%s", price.map(p -> cost(planned(p), p)).orElse(unknown()));
        add(
                lines,
                "assumed",
                "cold start %s, split and merge of the longest video %s, %s spot interruptions an instance hour",
                Spans.text(platform.coldStart()),
                Spans.text(plan.jobSeconds()),
                number(platform.spotInterruptions()));
        add(
                lines,
                "rules",
                "seconds_per_chunk = %s, target_seconds = %d, scale_in = %b, maximum_tasks = %d, spot_percentage = %d",
                number(known.costs().chunks().mean()),
                rules.targetSeconds(),
                rules.scaleIn(),
                rules.maximumTasks(),
                rules.spotPercentage());
        outcome.ifPresent(o -> simulated(lines, o));
        return lines;
    }

    private void simulated(List<String> lines, Outcome o) {
        lines.add("");
        add(lines, "simulated", "with these rules, seed %d", seed);
        add(lines, "in time", "%.1f %% of the videos", 100 * o.within(HOUR * deadline));
        add(
                lines,
                "time",
                "median %s, 90 %% within %s, 99 %% within %s, all within %s",
                Spans.text(o.percentile(0.5)),
                Spans.text(o.percentile(0.9)),
                Spans.text(o.percentile(0.99)),
                Spans.text(o.percentile(1)));
        add(
                lines,
                "instances",
                "%.2f hours (%.2f on demand, %.2f spot), %d at most, %.0f %% of the time without use",
                (o.onDemandSeconds() + o.spotSeconds()) / HOUR,
                o.onDemandSeconds() / HOUR,
                o.spotSeconds() / HOUR,
                o.mostInstances(),
                100 * o.idle());
        add(
                lines,
                "interrupted",
                "%s taken back, %s begun again",
                count(o.interruptions(), "spot instance"),
                count(o.repeats(), "chunk"));
        add(lines, "cost", "%s", price.map(p -> cost(o.cost(p), p)).orElse(unknown()));
    }

    /** {@return it for programs; seconds, unless a name says otherwise} */
    JsonElement json() {
        JsonObject object = new JsonObject();
        object.addProperty("model", known.model());
        object.addProperty("video_hours", videoHours);
        object.addProperty("deadline_hours", deadline);
        object.addProperty("videos", plan.videos());
        object.addProperty("chunk_frames", known.costs().chunkFrames());
        object.addProperty(
                "seconds_per_chunk", Json.rounded(known.costs().chunks().mean()));
        object.addProperty("seconds_per_chunk_source", known.source());
        object.addProperty("chunks", plan.chunks());
        object.addProperty("workers", plan.workers());
        object.addProperty("start_seconds", Json.rounded(plan.startSeconds()));
        object.addProperty("job_seconds", Json.rounded(plan.jobSeconds()));
        object.addProperty("seconds", Json.rounded(plan.seconds()));
        object.addProperty("instance_hours", Json.rounded(plan.instanceSeconds() / HOUR));
        object.addProperty("idle_hours", Json.rounded(plan.idleSeconds() / HOUR));
        price.ifPresent(p -> cost(object, planned(p), p));
        object.add("rules", Json.tree(Named.values(rules)));
        object.add("platform", Json.tree(Named.values(platform)));
        outcome.ifPresent(o -> object.add("simulation", json(o)));
        return object;
    }

    private JsonObject json(Outcome o) {
        JsonObject object = new JsonObject();
        object.addProperty("seed", seed);
        object.addProperty("in_time", Json.rounded(o.within(HOUR * deadline)));
        for (int share : new int[] {50, 90, 99, 100}) {
            double seconds = o.percentile(share / 100.0);
            object.addProperty("seconds_p" + share, Double.isInfinite(seconds) ? null : Json.rounded(seconds));
        }
        object.addProperty("on_demand_hours", Json.rounded(o.onDemandSeconds() / HOUR));
        object.addProperty("spot_hours", Json.rounded(o.spotSeconds() / HOUR));
        object.addProperty("most_instances", o.mostInstances());
        object.addProperty("idle", Json.rounded(o.idle()));
        object.addProperty("interruptions", o.interruptions());
        object.addProperty("chunks", o.chunks());
        object.addProperty("repeats", o.repeats());
        price.ifPresent(p -> cost(object, o.cost(p), p));
        return object;
    }

    private double planned(Price p) {
        double spot = rules.spotPercentage() / 100.0 * plan.instanceSeconds();
        return p.of(plan.instanceSeconds() - spot, spot);
    }

    private static void cost(JsonObject object, double cost, Price p) {
        object.addProperty("cost", Json.rounded(cost));
        object.addProperty("currency", p.currency());
        object.addProperty("instance", p.instance());
    }

    private static String cost(double cost, Price p) {
        return String.format(Locale.ROOT, "%.2f %s for instances of type %s", cost, p.currency(), p.instance());
    }

    private static String unknown() {
        return "unknown; give prices with --prices FILE";
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static void add(List<String> lines, String name, String format, Object... values) {
        lines.add(String.format(Locale.ROOT, "%-12s " + format, prepend(name, values)));
    }

    private static Object[] prepend(String name, Object[] values) {
        Object[] all = new Object[values.length + 1];
        all[0] = name;
        System.arraycopy(values, 0, all, 1, values.length);
        return all;
    }

    /** {@return a number without zeros that say nothing} */
    static String number(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }
}
