package io.vsr4j.training.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Piece;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Draw;
import io.vsr4j.training.ParameterGroup;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Settings;
import io.vsr4j.training.Task;
import io.vsr4j.training.optim.Gradients;
import io.vsr4j.training.optim.Recomputation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a task's steps: losses, gradients, updates, phase by phase. */
final class Stepper<S> implements AutoCloseable {
    /** Parameters that have their averages' values for a while. */
    @FunctionalInterface
    interface Averaged extends AutoCloseable {
        @Override
        void close();
    }

    private final RunSettings run;
    private final NDManager owner;
    private final List<Phase<S>> phases;
    private final Map<String, Learner> learners = new LinkedHashMap<>();
    private final LossWatch watch;
    /** Losses that may be negative. */
    private final Set<String> signed = new HashSet<>();

    Stepper(Task<S> task, Settings settings, RunSettings run) {
        this.run = run;
        this.phases = task.phases();
        this.watch = new LossWatch(run.divergence());
        List<ParameterGroup> groups = task.groups();
        owner = TorchEngine.newManager(device(groups));
        try {
            for (ParameterGroup group : groups) {
                if (learners.put(group.name(), new Learner(owner, group, settings)) != null) {
                    throw new IllegalStateException("two groups have the name '" + group.name() + "'");
                }
            }
            for (Phase<S> phase : phases) {
                if (!learners.containsKey(phase.group())) {
                    throw new IllegalStateException("a phase updates the group '" + phase.group() + "', but there are "
                            + String.join(", ", learners.keySet()) + " only");
                }
            }
        } catch (RuntimeException e) {
            owner.close();
            throw e;
        }
    }

    private static Device device(List<ParameterGroup> groups) {
        return groups.get(0).parameters().values().iterator().next().getDevice();
    }

    Device device() {
        return owner.getDevice();
    }

    LossWatch watch() {
        return watch;
    }

    /** {@return all that later steps depend on, by name, but for what is {@link #watch watched}} */
    Map<String, NDArray> state() {
        Map<String, NDArray> all = new LinkedHashMap<>();
        learners.values().forEach(learner -> learner.state()
                .forEach((name, value) -> all.put(learner.name() + '.' + name, value)));
        return all;
    }

    /** Goes on from what was written into {@link #state}. */
    void publish() {
        learners.values().forEach(Learner::publish);
    }

    /** Puts averages in the parameters' places, where there are any, until the result is closed. */
    Averaged averaged() {
        List<Swap> swaps = learners.values().stream().map(Learner::averaged).toList();
        return () -> swaps.forEach(Swap::close);
    }

    /**
     * Makes a step. Each phase but those of the last sample keeps its gradients; with the last sample each phase's group is
     * updated as soon as its gradient is there, so that the next phase sees the new parameters.
     *
     * @param step its index, from 0
     * @param samples ahead of this step
     * @return what came of it
     * @throws DivergenceException before anything is updated by a number that is none
     */
    StepResult step(long step, Prefetch<S> samples) throws IOException {
        Map<String, Double> terms = new LinkedHashMap<>();
        Map<String, Double> rates = new LinkedHashMap<>();
        Map<String, Double> norms = new LinkedHashMap<>();
        List<Gradients> gradients = new ArrayList<>();
        try {
            phases.forEach(phase -> gradients.add(learners.get(phase.group()).gradients()));
            for (int i = 0; i < run.accumulation(); i++) {
                boolean last = i == run.accumulation() - 1;
                try (Prefetch.Prepared<S> sample = samples.next();
                        NDManager scope = TorchEngine.newManager(device())) {
                    for (int p = 0; p < phases.size(); p++) {
                        Learner learner = learners.get(phases.get(p).group());
                        learners.values().forEach(other -> other.record(other == learner));
                        Map<String, Double> values = gradient(phases.get(p), sample, gradients.get(p), scope, step);
                        values.forEach((name, value) -> terms.merge(name, value / run.accumulation(), Double::sum));
                        if (last) {
                            norms.put(learner.name(), update(learner, gradients.get(p), step));
                            rates.put(learner.name(), learner.rate(step));
                        }
                    }
                }
            }
        } finally {
            gradients.forEach(Gradients::close);
        }
        terms.forEach((name, value) -> check(watch.problem(name, value, signed.contains(name)), step));
        return new StepResult(step + 1, terms, rates, norms);
    }

    private Map<String, Double> gradient(
            Phase<S> phase, Prefetch.Prepared<S> sample, Gradients gradients, NDManager scope, long step) {
        Map<String, Double> values = new LinkedHashMap<>();
        Draw draw = new Draw(run.seed(), sample.index());
        try (Recomputation pieces = new Recomputation(scope);
                Autograd on = Autograd.on();
                Piece.Choice by = Piece.by(run.recompute() ? pieces : Piece.Runner.PLAIN)) {
            phase.parts(sample.sample(), draw, scope, part -> {
                part.values().forEach((name, loss) -> {
                    double value = number(loss);
                    check(Double.isFinite(value) ? null : "the loss '" + name + "' is " + value, step);
                    values.merge(name, value, Double::sum);
                });
                signed.addAll(part.signed());
                pieces.gradient(part, 1.0 / run.accumulation(), gradients);
            });
        }
        return values;
    }

    private static double number(NDArray loss) {
        try (Autograd off = Autograd.off();
                NDArray exact = Torch.to(loss, DType.F32)) {
            return exact.getFloat();
        }
    }

    private static double update(Learner learner, Gradients gradients, long step) {
        double norm = gradients.norm();
        check(Double.isFinite(norm) ? null : "the gradient of '" + learner.name() + "' has the norm " + norm, step);
        learner.update(gradients, norm, step);
        gradients.close();
        return norm;
    }

    private static void check(String problem, long step) {
        if (problem != null) {
            throw new DivergenceException("step " + (step + 1) + ": " + problem);
        }
    }

    @Override
    public void close() {
        owner.close();
    }
}
