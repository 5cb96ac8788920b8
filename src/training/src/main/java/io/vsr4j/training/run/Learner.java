package io.vsr4j.training.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.training.ParameterGroup;
import io.vsr4j.training.Settings;
import io.vsr4j.training.optim.Adam;
import io.vsr4j.training.optim.Averages;
import io.vsr4j.training.optim.Gradients;
import io.vsr4j.training.optim.Muon;
import io.vsr4j.training.optim.Optimiser;
import io.vsr4j.training.optim.Schedule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A group of parameters with all that its updates need. Its settings are the recipe's, or, where the recipe has them, those
 * that begin with the group's name and a hyphen.
 */
final class Learner implements AutoCloseable {
    /** How the method is chosen in a recipe. */
    private enum Method {
        ADAM,
        ADAMW,
        MUON
    }

    private static final double LARGE = 1e9;

    private final ParameterGroup group;
    private final NDManager owner;
    private final Schedule schedule;
    private final double clip;
    private final Optimiser optimiser;
    private final Averages averages;

    Learner(NDManager parent, ParameterGroup group, Settings settings) {
        this.group = group;
        this.owner = parent.newSubManager();
        schedule = new Schedule(
                settings.choice(key(settings, "schedule"), Schedule.Shape.class),
                settings.number(key(settings, "learning-rate"), 0, 1),
                settings.integer(key(settings, "warmup"), 0),
                settings.integer(key(settings, "halve-every"), 1),
                Math.round(settings.number(key(settings, "fall"), 0, 1) * settings.integer("steps", 1)),
                settings.integer("steps", 1));
        double longest = settings.number(key(settings, "clip"), 0, LARGE);
        clip = longest == 0 ? Double.POSITIVE_INFINITY : longest;
        optimiser = optimiser(settings);
        double decay = settings.number(key(settings, "ema"), 0, Math.nextDown(1.0));
        averages = decay == 0 ? null : new Averages(owner, optimiser.values(), decay);
    }

    private Optimiser optimiser(Settings settings) {
        Method method = settings.choice(key(settings, "optimiser"), Method.class);
        Adam.Options adam = new Adam.Options(
                method != Method.ADAM,
                settings.number(key(settings, "beta1"), 0, Math.nextDown(1.0)),
                settings.number(key(settings, "beta2"), 0, Math.nextDown(1.0)),
                settings.number(key(settings, "epsilon"), 1e-30, 1),
                settings.number(key(settings, "weight-decay"), 0, 1));
        if (method != Method.MUON) {
            return new Adam(owner, group.parameters(), adam);
        }
        settings.require(
                key(settings, "optimiser"),
                !group.hidden().isEmpty(),
                "adam or adamw for '" + group.name() + "', which tells of no matrices between its layers");
        Muon.Options muon = new Muon.Options(
                settings.number(key(settings, "momentum"), 0, Math.nextDown(1.0)),
                settings.number(key(settings, "matrix-rate"), 0, LARGE)
                        / settings.number(key(settings, "learning-rate"), 0, 1),
                adam.decay());
        return new Muon(owner, group.parameters(), group.hidden(), muon, adam);
    }

    private String key(Settings settings, String name) {
        String own = group.name() + '-' + name;
        return settings.has(own) ? own : name;
    }

    String name() {
        return group.name();
    }

    Gradients gradients() {
        return new Gradients(owner, List.copyOf(group.parameters().values()));
    }

    /** Whether operations on the parameters are recorded. */
    void record(boolean on) {
        group.parameters().values().forEach(parameter -> parameter.setRequiresGradient(on));
    }

    double rate(long step) {
        return schedule.at(step);
    }

    /** Makes the step of a gradient whose norm is known. */
    void update(Gradients gradients, double norm, long step) {
        // Clipped to a global norm: Pascanu et al., arXiv:1211.5063, algorithm 1.
        optimiser.step(gradients.sums(), norm > clip ? clip / norm : 1, rate(step));
        if (averages != null) {
            averages.add(optimiser.values());
        }
    }

    /** All that later steps depend on, by name; written to, and then {@link #publish published}, it is another's. */
    Map<String, NDArray> state() {
        Map<String, NDArray> all = new LinkedHashMap<>(optimiser.state());
        if (averages != null) {
            averages.values().forEach((name, value) -> all.put("ema." + name, value));
        }
        return all;
    }

    void publish() {
        optimiser.publish();
    }

    /** Puts the averages in the parameters' places as long as the result is open, if there are any. */
    Swap averaged() {
        return new Swap(owner, optimiser, averages);
    }

    @Override
    public void close() {
        owner.close();
    }
}
