package io.vsr4j.models.verify;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vsr4j.models.network.Network;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Safetensors;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchScript;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** One file being checked: its tensors, where to compute, and where to report. */
public final class FixtureRun implements AutoCloseable {
    private static final TorchScript SCRIPT = TorchScript.resource(FixtureRun.class, "difference.ts.py");

    private final FixtureFile file;
    private final NDManager scope;
    private final DType dtype;
    private final Consumer<CaseResult> results;
    private final Set<String> seen = new HashSet<>();
    private Safetensors tensors;

    FixtureRun(FixtureFile file, NDManager scope, DType dtype, Consumer<CaseResult> results) {
        this.file = file;
        this.scope = scope;
        this.dtype = dtype;
        this.results = results;
    }

    /** {@return where the file's networks compute} */
    public Device device() {
        return scope.getDevice();
    }

    /** {@return what the file's networks compute in} */
    public DType dtype() {
        return dtype;
    }

    /** {@return owner of the file's inputs; closed when the file is done} */
    public NDManager scope() {
        return scope;
    }

    /** {@return the names of the file's tensors} */
    public Map<String, ?> tensors() {
        return open().tensors();
    }

    /** {@return the cases that the file's tensors are named after, such as {@code case0}} */
    public List<String> cases() {
        TreeSet<String> names =
                new TreeSet<>(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
        for (String tensor : tensors().keySet()) {
            if (tensor.matches(".+?\\.(in|out)\\..+")) {
                names.add(tensor.replaceFirst("\\.(in|out)\\..+", ""));
            }
        }
        return List.copyOf(names);
    }

    /**
     * Tells whether the file has a tensor.
     *
     * @param name whole
     * @return whether it is there
     */
    public boolean has(String name) {
        return tensors().containsKey(name);
    }

    /**
     * Reads one of the file's tensors as it is.
     *
     * @param name whole, such as {@code case0.in.timestep}
     * @return the tensor, on the device
     * @throws CheckpointException if there is none
     */
    public NDArray raw(String name) {
        return open().read(scope, name);
    }

    /**
     * Reads an input in the type that is computed in; integers stay what they are.
     *
     * @param name whole, such as {@code case0.in.sample}
     * @return the tensor, on the device
     * @throws CheckpointException if there is none
     */
    public NDArray input(String name) {
        NDArray raw = raw(name);
        return Torch.type(raw) == DType.F32 ? Torch.to(raw, dtype) : raw;
    }

    /**
     * Loads the file's weights into a network, all of them.
     *
     * @param network built from the file's configuration
     * @param <N> its class
     * @return the network
     * @throws CheckpointException if the weights are not the network's, or one is left over
     * @throws IOException if they cannot be read
     */
    public <N extends Network> N load(N network) throws IOException {
        try (Weights weights = Weights.open(file.weights())) {
            network.load(weights, device(), dtype);
            weights.requireAllUsed();
            return network;
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    /**
     * Compares a result with the output of that name, by the manifest's tolerance for it.
     *
     * @param name of the expected tensor, such as {@code case0.out.sample}
     * @param actual the result; closed here
     */
    public void compare(String name, NDArray actual) {
        seen.add(name);
        JsonElement rules = file.tolerance();
        JsonElement rule = rules instanceof JsonObject object ? object.get(name) : rules;
        if (rule == null) {
            actual.close();
            fail(name, "the manifest has no tolerance for it");
            return;
        }
        boolean exact = rule.isJsonPrimitive() && rule.getAsString().startsWith("exact");
        Tolerance tolerance;
        try {
            tolerance = exact ? Tolerance.EXACT : Tolerance.of(rule);
        } catch (CheckpointException e) {
            actual.close();
            fail(name, e.getMessage());
            return;
        }
        compare(name, actual, tolerance);
    }

    /**
     * Compares a result with the output of that name.
     *
     * @param name of the expected tensor, such as {@code case0.out.sample}
     * @param actual the result; closed here
     * @param tolerance how far it may be off in single precision
     */
    public void compare(String name, NDArray actual, Tolerance tolerance) {
        seen.add(name);
        try (NDArray got = actual;
                NDArray expected = raw(name)) {
            if (!got.getShape().equals(expected.getShape())) {
                fail(name, "shape " + got.getShape() + ", expected " + expected.getShape());
                return;
            }
            try (NDArray numbers = SCRIPT.call("difference", expected, got, Double.POSITIVE_INFINITY)) {
                double[] n = numbers.toDoubleArray();
                Tolerance allowed = tolerance.in(dtype, n[2]);
                boolean passed = n[0] <= allowed.largest() && n[1] <= allowed.share();
                String remark = n[1] > allowed.share() ? "differs in a share of " + n[1] + " of the elements" : "";
                results.accept(new CaseResult(title(name), n[0], allowed.largest(), passed, remark));
            }
        }
    }

    /**
     * Reports a case that has no numbers.
     *
     * @param name of the case
     * @param holds whether it passed
     * @param remark what was seen
     */
    public void report(String name, boolean holds, String remark) {
        seen.add(name);
        results.accept(new CaseResult(title(name), Double.NaN, Double.NaN, holds, remark));
    }

    /**
     * Passes over an output that means nothing in the type that is computed in.
     *
     * @param name of the expected tensor
     */
    public void passOver(String name) {
        seen.add(name);
    }

    /** What is not checked is not right: an output that nobody recomputed fails, and so does a file without any. */
    void finish() {
        Set<String> there = tensors == null ? Set.of() : tensors.tensors().keySet();
        for (String name : there) {
            if (name.matches("(.+\\.)?out\\..+") && !seen.contains(name)) {
                fail(name, "not implemented");
                seen.add(name);
            }
        }
        if (seen.isEmpty()) {
            fail("", "has no case that could be recomputed");
        }
    }

    private void fail(String name, String remark) {
        results.accept(CaseResult.failed(title(name), remark));
    }

    private String title(String name) {
        return name.isEmpty() ? file.name() : file.name() + ' ' + name;
    }

    private Safetensors open() {
        if (tensors == null) {
            try {
                tensors = Safetensors.open(file.path());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file.path(), e);
            }
        }
        return tensors;
    }

    @Override
    public void close() {
        if (tensors != null) {
            tensors.close();
        }
    }
}
