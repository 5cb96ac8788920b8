package io.vsr4j.training.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.training.Terms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The gradient of a loss, summed over as many backward passes as are made: one array a parameter, null for a parameter
 * that nothing has reached. No other tensor gets a gradient, so what is not learned costs nothing.
 */
public final class Gradients implements AutoCloseable {
    private final NDManager owner;
    private final List<NDArray> parameters;
    private final NDArray[] sums;
    /** Whether a sum is no other parameter's too: autograd gives one array to both terms of an addition. */
    private final boolean[] own;

    /**
     * Begins with none.
     *
     * @param parent of the manager that the sums belong to, on the parameters' device
     * @param parameters that require gradients
     */
    public Gradients(NDManager parent, List<NDArray> parameters) {
        this.owner = parent.newSubManager();
        this.parameters = List.copyOf(parameters);
        this.sums = new NDArray[parameters.size()];
        this.own = new boolean[parameters.size()];
    }

    /**
     * Adds the gradient of losses of which everything was recorded.
     *
     * @param terms the losses
     * @param weight of their sum
     * @param scope owns what is needed on the way
     */
    public void add(Terms terms, double weight, NDManager scope) {
        add(List.of(terms.total()), List.of(scope.create((float) weight)), List.of(), false, scope);
    }

    /**
     * Adds the gradient of weighted outputs.
     *
     * @param outputs those that were not recorded count as constant
     * @param weights of the outputs' elements in the sum that is differentiated, each as its output
     * @param others further tensors whose gradients are wanted, not summed: leaves, or results inside the graph
     * @param retain whether the graph will be gone through once more
     * @param scope owns the others' gradients
     * @return the others' gradients, null where nothing reaches
     */
    List<NDArray> add(
            List<NDArray> outputs, List<NDArray> weights, List<NDArray> others, boolean retain, NDManager scope) {
        List<NDArray> inputs = new ArrayList<>(parameters);
        inputs.addAll(others);
        try (NDManager pass = owner.newSubManager();
                Autograd off = Autograd.off()) {
            List<NDArray> found = Kernels.SCRIPT.callForListIn(pass, "gradients", outputs, weights, inputs, retain);
            for (int i = 0; i < inputs.size(); i++) {
                if (found.get(i).size() == 0 && inputs.get(i).size() != 0) {
                    found.set(i, null);
                }
            }
            sum(found, pass);
            List<NDArray> rest = new ArrayList<>(found.subList(parameters.size(), found.size()));
            rest.stream().filter(Objects::nonNull).forEach(one -> one.attach(scope));
            return rest;
        }
    }

    private void sum(List<NDArray> found, NDManager pass) {
        List<NDArray> targets = new ArrayList<>();
        List<NDArray> more = new ArrayList<>();
        for (int i = 0; i < sums.length; i++) {
            NDArray one = found.get(i);
            if (one == null) {
                continue;
            }
            if (sums[i] == null) {
                one.attach(owner);
                sums[i] = one;
                continue;
            }
            if (!own[i]) {
                sums[i].attach(pass);
                sums[i] = sums[i].duplicate();
                sums[i].attach(owner);
                own[i] = true;
            }
            targets.add(sums[i]);
            more.add(one);
        }
        if (!targets.isEmpty()) {
            Kernels.SCRIPT.callForEffect("add", targets, more);
        }
    }

    /** {@return the sums in the parameters' order, null where nothing has come; not to be written to} */
    public List<NDArray> sums() {
        return Collections.unmodifiableList(Arrays.asList(sums));
    }

    /** {@return the norm of all sums together, not finite if an element is not} */
    public double norm() {
        List<NDArray> present = Arrays.stream(sums).filter(Objects::nonNull).toList();
        if (present.isEmpty()) {
            return 0;
        }
        try (Autograd off = Autograd.off();
                NDArray norm = Kernels.SCRIPT.callIn(owner, "norm", present)) {
            return norm.getFloat();
        }
    }

    @Override
    public void close() {
        owner.close();
    }
}
