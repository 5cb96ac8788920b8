package io.vsr4j.training.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Piece;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.training.Terms;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Activation checkpointing (Chen et al., arXiv:1604.06174): the pieces that networks consist of run without recording, and
 * only what goes from one to the next is kept. For the gradient each piece runs once more, recorded, from the last to the
 * first. So the memory is that of one piece, and the time that of another forward.
 *
 * <pre>{@code
 * try (Recomputation pieces = new Recomputation(scope)) {
 *     Terms terms;
 *     try (Autograd on = Autograd.on(); Piece.Choice by = Piece.by(pieces)) {
 *         terms = phase.terms(sample, draw, scope);
 *     }
 *     pieces.gradient(terms, 1, gradients);
 * }
 * }</pre>
 */
public final class Recomputation implements Piece.Runner, AutoCloseable {
    /**
     * A piece that was run.
     *
     * @param inputs what it depended on
     * @param reached which of them a gradient goes on to
     * @param results as leaves of what is recorded after it
     */
    private record Past(
            UnaryOperator<List<NDArray>> piece, List<NDArray> inputs, boolean[] reached, List<NDArray> results) {}

    private final NDManager owner;
    private final List<Past> pasts = new ArrayList<>();

    /** @param parent on the device of what is computed */
    public Recomputation(NDManager parent) {
        owner = parent.newSubManager();
    }

    /** Without gradients a piece simply runs: nothing of it would be kept anyway. */
    @Override
    public List<NDArray> run(List<NDArray> inputs, UnaryOperator<List<NDArray>> piece) {
        if (!Autograd.recording()) {
            return piece.apply(inputs);
        }
        List<NDArray> kept = borrowed(owner, inputs);
        List<NDArray> results;
        try (Autograd off = Autograd.off();
                NDManager inside = owner.newSubManager()) {
            results = piece.apply(borrowed(inside, inputs)).stream()
                    .map(result -> leaf(owner, result, true))
                    .toList();
        }
        pasts.add(new Past(piece, kept, reached(kept), results));
        return borrowed(inputs.get(0).getManager(), results);
    }

    /** DJL's own answer is no for whatever was computed. */
    private boolean[] reached(List<NDArray> arrays) {
        boolean[] reached = new boolean[arrays.size()];
        try (Autograd off = Autograd.off();
                NDArray flags = Kernels.SCRIPT.callIn(owner, "reached", arrays)) {
            for (int i = 0; i < reached.length; i++) {
                reached[i] = flags.getFloat(i) > 0;
            }
        }
        return reached;
    }

    private static List<NDArray> among(List<NDArray> arrays, boolean[] chosen) {
        return IntStream.range(0, chosen.length)
                .filter(i -> chosen[i])
                .mapToObj(arrays::get)
                .toList();
    }

    private static List<NDArray> borrowed(NDManager scope, List<NDArray> arrays) {
        return arrays.stream().map(array -> Scopes.borrow(scope, array)).toList();
    }

    private static NDArray leaf(NDManager scope, NDArray array, boolean learns) {
        NDArray leaf = array.stopGradient();
        leaf.attach(scope);
        leaf.setRequiresGradient(learns);
        return leaf;
    }

    /**
     * Adds the gradient of losses, through whatever was recorded and through all pieces that were run, which are forgotten
     * then.
     *
     * @param terms the losses
     * @param weight of their sum
     * @param sums of the parameters' gradients
     */
    public void gradient(Terms terms, double weight, Gradients sums) {
        try (NDManager scope = owner.newSubManager()) {
            List<NDArray> ends =
                    pasts.stream().flatMap(past -> past.results().stream()).toList();
            // A graph may be entered several times: from the loss, and from each piece that begins in it.
            boolean retain = !pasts.isEmpty();
            List<NDArray> arrived =
                    sums.add(List.of(terms.total()), List.of(scope.create((float) weight)), ends, retain, scope);
            while (!pasts.isEmpty()) {
                Past last = pasts.remove(pasts.size() - 1);
                int before = arrived.size() - last.results().size();
                List<NDArray> own = arrived.subList(before, arrived.size());
                List<NDArray> earlier = through(last, own, ends.subList(0, before), sums, scope);
                own.stream().filter(Objects::nonNull).forEach(NDArray::close);
                own.clear();
                for (int i = 0; i < before; i++) {
                    arrived.set(i, sum(arrived.get(i), earlier.get(i)));
                }
                last.inputs().forEach(NDArray::close);
                last.results().forEach(NDArray::close);
            }
        }
    }

    /** Runs a piece once more, and goes on to where its inputs come from. */
    private List<NDArray> through(
            Past past, List<NDArray> arrived, List<NDArray> earlier, Gradients sums, NDManager scope) {
        if (arrived.stream().allMatch(Objects::isNull)) {
            return none(earlier.size());
        }
        List<NDArray> back;
        try (NDManager inside = scope.newSubManager();
                Autograd on = Autograd.on();
                Piece.Choice plain = Piece.by(Piece.Runner.PLAIN)) {
            List<NDArray> leaves = IntStream.range(0, past.inputs().size())
                    .mapToObj(i -> leaf(inside, past.inputs().get(i), past.reached()[i]))
                    .toList();
            List<NDArray> results = past.piece().apply(borrowed(inside, leaves));
            back = seeded(results, arrived, among(leaves, past.reached()), false, sums, scope);
        }
        List<NDArray> found = seeded(among(past.inputs(), past.reached()), back, earlier, true, sums, scope);
        back.stream().filter(Objects::nonNull).forEach(NDArray::close);
        return found;
    }

    /** Leaves out the outputs that no gradient has reached. */
    private static List<NDArray> seeded(
            List<NDArray> outputs,
            List<NDArray> gradients,
            List<NDArray> others,
            boolean retain,
            Gradients sums,
            NDManager scope) {
        List<NDArray> reached = new ArrayList<>();
        List<NDArray> weights = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            if (gradients.get(i) != null) {
                reached.add(outputs.get(i));
                weights.add(gradients.get(i));
            }
        }
        return reached.isEmpty() ? none(others.size()) : sums.add(reached, weights, others, retain, scope);
    }

    private static List<NDArray> none(int count) {
        return new ArrayList<>(Collections.nCopies(count, null));
    }

    private static NDArray sum(NDArray a, NDArray b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        try (a;
                b) {
            return a.add(b);
        }
    }

    /** Forgets pieces whose gradient has not been taken. */
    @Override
    public void close() {
        owner.close();
    }
}
