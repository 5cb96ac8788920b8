package io.vsr4j.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Piece;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.optim.Gradients;
import io.vsr4j.training.optim.Recomputation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What a task's gradients are if its networks' pieces are computed once more for them. */
public final class Recomputed {
    private static final double SMALL = 0.02;

    private Recomputed() {}

    /**
     * They are the plain ones, for each phase; after parameters have been moved, since what begins at zero has none.
     *
     * @param task opened for this
     * @param pieces at least, that the first phase's networks have
     */
    public static <S> void gradientsAreEqual(Task<S> task, int pieces) throws IOException {
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            S sample = task.sample(0, scope);
            task.groups().forEach(group -> group.parameters().forEach(Recomputed::move));
            AtomicInteger run = new AtomicInteger();
            for (Phase<S> phase : task.phases()) {
                for (ParameterGroup group : task.groups()) {
                    boolean learns = group.name().equals(phase.group());
                    group.parameters().values().forEach(value -> value.setRequiresGradient(learns));
                }
                List<float[]> plain = gradients(task, phase, sample, false, run, scope);
                List<float[]> recomputed = gradients(task, phase, sample, true, run, scope);
                compare(phase.group(), plain, recomputed);
                assertThat(run.get()).as("pieces").isGreaterThanOrEqualTo(pieces);
            }
        }
    }

    private static void move(String name, NDArray value) {
        try (Autograd off = Autograd.off();
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            value.addi(new Draw(5, 5).noise(name, scope, value.getShape()).mul(SMALL));
        }
    }

    private static <S> List<float[]> gradients(
            Task<S> task, Phase<S> phase, S sample, boolean recomputed, AtomicInteger run, NDManager scope) {
        ParameterGroup group = task.groups().stream()
                .filter(one -> one.name().equals(phase.group()))
                .findFirst()
                .orElseThrow();
        try (Gradients sums =
                        new Gradients(scope, List.copyOf(group.parameters().values()));
                Recomputation pieces = new Recomputation(scope);
                Autograd on = Autograd.on();
                Piece.Choice by = Piece.by((inputs, piece) -> {
                    run.incrementAndGet();
                    return recomputed ? pieces.run(inputs, piece) : piece.apply(inputs);
                })) {
            phase.parts(sample, new Draw(1, 0), scope, part -> pieces.gradient(part, 1, sums));
            List<float[]> values = new ArrayList<>();
            sums.sums().forEach(sum -> values.add(sum == null ? null : sum.toFloatArray()));
            return values;
        }
    }

    private static void compare(String group, List<float[]> plain, List<float[]> recomputed) {
        double most = 0;
        double apart = 0;
        for (int i = 0; i < plain.size(); i++) {
            assertThat(recomputed.get(i) == null).as("%s %s", group, i).isEqualTo(plain.get(i) == null);
            for (int j = 0; plain.get(i) != null && j < plain.get(i).length; j++) {
                most = Math.max(most, Math.abs(plain.get(i)[j]));
                apart = Math.max(apart, Math.abs(plain.get(i)[j] - recomputed.get(i)[j]));
            }
        }
        assertThat(most).as(group).isPositive();
        assertThat(apart).as(group).isLessThanOrEqualTo(1e-5 * most);
    }
}
