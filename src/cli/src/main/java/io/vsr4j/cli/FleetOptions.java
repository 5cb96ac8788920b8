package io.vsr4j.cli;

import io.vsr4j.sizing.Named;
import io.vsr4j.sizing.Plan;
import io.vsr4j.sizing.Platform;
import io.vsr4j.sizing.ScalingRules;
import io.vsr4j.upscale.InvalidRequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is rented, and by which rules. */
final class FleetOptions {
    private static final String MOST_TASKS = "maximum_tasks";

    @Option(names = "--max-workers", paramLabel = "N", description = "Most workers (default: as many as it takes).")
    private Optional<Integer> maxWorkers;

    @Option(
            names = "--cold-start",
            paramLabel = "S",
            description = "Seconds from an instance's launch until its worker takes chunks: boot, image and model"
                    + " (default: 240, which is assumed).")
    private Optional<Double> coldStart;

    @Option(
            names = "--spot-share",
            paramLabel = "S",
            defaultValue = "1",
            description = "Share of the instances that is bought as spot, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double spotShare;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "A number of the scaling rules or of what they meet, by the name that it has in docs/scaling.md,"
                            + " such as target_seconds=600 or spot_interruptions=0.1; repeatable.")
    private List<String> set = List.of();

    private Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        for (String one : set) {
            int end = one.indexOf('=');
            if (end < 1) {
                throw new InvalidRequestException("--set takes NAME=VALUE, got '" + one + "'");
            }
            if (given.put(one.substring(0, end), one.substring(end + 1)) != null) {
                throw new InvalidRequestException("--set gives " + one.substring(0, end) + " twice; give it once");
            }
        }
        return given;
    }

    /** {@return what the rules meet} */
    Platform platform() {
        Platform platform = Platform.DEFAULT;
        if (coldStart.isPresent()) {
            if (!(coldStart.get() >= 0 && coldStart.get() <= 86_400)) {
                throw new InvalidRequestException("--cold-start must be in 0..86400 seconds, got " + coldStart.get());
            }
            platform = Named.with(platform, "boot_seconds", "" + coldStart.get());
            platform = Named.with(Named.with(platform, "pull_seconds", "0"), "load_seconds", "0");
        }
        for (Map.Entry<String, String> one : given().entrySet()) {
            if (Named.values(platform).containsKey(one.getKey())) {
                platform = Named.with(platform, one.getKey(), one.getValue());
            } else if (!Named.values(ScalingRules.DEFAULT).containsKey(one.getKey())) {
                throw new InvalidRequestException("--set: there is no number '" + one.getKey() + "'; there are "
                        + String.join(", ", Named.values(ScalingRules.DEFAULT).keySet()) + ", "
                        + String.join(", ", Named.values(platform).keySet()));
            }
        }
        return platform;
    }

    /** {@return rules that limit the plan, and leave the rest to it} */
    ScalingRules limits() {
        if (!(spotShare >= 0 && spotShare <= 1)) {
            throw new InvalidRequestException("--spot-share must be in 0..1, got " + spotShare);
        }
        ScalingRules shared = Named.with(ScalingRules.DEFAULT, "spot_percentage", "" + Math.round(100 * spotShare));
        ScalingRules most = Named.with(shared, MOST_TASKS, "" + ScalingRules.MOST_TASKS);
        Checks.atLeast("--max-workers", maxWorkers, 1);
        return with(maxWorkers.isPresent() ? Named.with(most, MOST_TASKS, "" + maxWorkers.get()) : most);
    }

    /** {@return rules that follow from a plan, but for those that were given} */
    ScalingRules rules(Plan plan) {
        ScalingRules rules = plan.rules(limits());
        return with(maxWorkers.isPresent() ? Named.with(rules, MOST_TASKS, "" + maxWorkers.get()) : rules);
    }

    private ScalingRules with(ScalingRules rules) {
        ScalingRules changed = rules;
        for (Map.Entry<String, String> one : given().entrySet()) {
            if (Named.values(rules).containsKey(one.getKey())) {
                changed = Named.with(changed, one.getKey(), one.getValue());
            }
        }
        return changed;
    }
}
