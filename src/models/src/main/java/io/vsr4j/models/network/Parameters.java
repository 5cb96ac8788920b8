package io.vsr4j.models.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.ScriptArgument;
import io.vsr4j.tensor.Weights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The learned tensors of a network, or of one block of it, by their names in a checkpoint. A constructor declares them
 * and allocates nothing, so that the largest network can be counted on the smallest machine; they get their values when
 * they are bound:
 *
 * <pre>{@code
 * Block(Parameters p, long width) {
 *     p.norm("norm", width).conv("conv", width, width, 3, 3);   // norm.weight, norm.bias, conv.weight, conv.bias
 *     this.p = p;
 * }
 *
 * NDArray forward(NDArray x) {
 *     return SCRIPT.call("block", x, p.dict());                  // w["conv.weight"] in the script
 * }
 * }</pre>
 */
public final class Parameters {
    /** Gives the value of a tensor: from a file, or at random. */
    @FunctionalInterface
    public interface Source {
        /**
         * @param owner owns the value
         * @param name its whole name
         * @param shape what it must have
         * @param type what it must be of
         * @return the value
         */
        NDArray tensor(NDManager owner, String name, Shape shape, DType type);

        /**
         * {@return values for all of a network's tensors, in single precision}
         *
         * @param owner owns the values
         * @param shapes by whole name, as {@link Parameters#shapes} gives them
         */
        default Map<String, NDArray> tensors(NDManager owner, Map<String, Shape> shapes) {
            Map<String, NDArray> all = new LinkedHashMap<>();
            shapes.forEach((name, shape) -> all.put(name, tensor(owner, name, shape, DType.F32)));
            return all;
        }
    }

    private enum Kind {
        LEARNED,
        EXACT,
        BUFFER
    }

    private record Declared(Shape shape, Kind kind) {}

    /** A configuration may ask for any depth; the deepest published network has some thousand tensors. */
    private static final int MAX_TENSORS = 100_000;

    private static final long MAX_ELEMENTS = 1L << 40;

    /** How many tensors the whole network has declared. */
    private static final class Tally {
        private int tensors;
    }

    private final String prefix;
    private final Tally tally;
    private final Map<String, Declared> own = new LinkedHashMap<>();
    private final Map<String, Parameters> children = new LinkedHashMap<>();
    private final Map<String, NDArray> values = new LinkedHashMap<>();
    /** Makes values that nobody has asked for yet. */
    private Function<String, NDArray> lender;

    private ScriptArgument dict;

    /** Those of a whole network; none yet. */
    public Parameters() {
        this("", new Tally());
    }

    private Parameters(String prefix, Tally tally) {
        this.prefix = prefix;
        this.tally = tally;
    }

    // --- declaring

    /**
     * Those of a part, whose names start with the part's name and a dot.
     *
     * @param name of the part, such as {@code down_blocks.0.resnets.1}
     * @return its parameters, none declared if they are new
     */
    public Parameters child(String name) {
        return children.computeIfAbsent(name, n -> new Parameters(prefix + n + '.', tally));
    }

    /**
     * Declares a tensor, which is bound in the type that the network computes in.
     *
     * @param name after the prefix
     * @param shape its axes
     * @return this
     */
    public Parameters tensor(String name, long... shape) {
        return declare(name, Kind.LEARNED, shape);
    }

    /**
     * Declares a tensor that stays in single precision whatever the network computes in.
     *
     * @param name after the prefix
     * @param shape its axes
     * @return this
     */
    public Parameters exact(String name, long... shape) {
        return declare(name, Kind.EXACT, shape);
    }

    /**
     * Declares a tensor that is kept beside the learned ones, such as a running mean; it stays in single precision, is
     * not trained and not counted.
     *
     * @param name after the prefix
     * @param shape its axes
     * @return this
     */
    public Parameters buffer(String name, long... shape) {
        return declare(name, Kind.BUFFER, shape);
    }

    /**
     * Declares the scale and offset of a norm.
     *
     * @param name of the norm
     * @param channels how many
     * @return this
     */
    public Parameters norm(String name, long channels) {
        return tensor(name + ".weight", channels).tensor(name + ".bias", channels);
    }

    /**
     * Declares a linear layer with a bias.
     *
     * @param name of the layer
     * @param in features
     * @param out features
     * @return this
     */
    public Parameters linear(String name, long in, long out) {
        return matrix(name, in, out).tensor(name + ".bias", out);
    }

    /**
     * Declares a linear layer without a bias.
     *
     * @param name of the layer
     * @param in features
     * @param out features
     * @return this
     */
    public Parameters matrix(String name, long in, long out) {
        return tensor(name + ".weight", out, in);
    }

    /**
     * Declares a convolution with a bias.
     *
     * @param name of the layer
     * @param in channels
     * @param out channels
     * @param kernel its lengths, one an axis
     * @return this
     */
    public Parameters conv(String name, long in, long out, long... kernel) {
        long[] shape = new long[2 + kernel.length];
        shape[0] = out;
        shape[1] = in;
        System.arraycopy(kernel, 0, shape, 2, kernel.length);
        return tensor(name + ".weight", shape).tensor(name + ".bias", out);
    }

    private Parameters declare(String name, Kind kind, long... shape) {
        if (++tally.tensors > MAX_TENSORS) {
            throw new CheckpointException("the configuration asks for a network of more than " + MAX_TENSORS
                    + " tensors, '" + prefix + name + "' is one too many; is it damaged?");
        }
        requireSize(name, shape);
        if (own.put(name, new Declared(new Shape(shape), kind)) != null) {
            throw new IllegalStateException("parameter '" + prefix + name + "' is declared twice");
        }
        return this;
    }

    private void requireSize(String name, long[] shape) {
        long size = 1;
        for (long axis : shape) {
            if (axis < 0 || axis > 0 && size > MAX_ELEMENTS / axis) {
                throw new CheckpointException("the configuration asks for '" + prefix + name + "' of shape "
                        + new Shape(shape) + ", which no memory holds; is it damaged?");
            }
            size *= axis;
        }
    }

    // --- asking

    /** {@return the shapes of these and of all parts' by whole name} */
    public Map<String, Shape> shapes() {
        Map<String, Shape> all = new LinkedHashMap<>();
        own.forEach((name, declared) -> all.put(prefix + name, declared.shape()));
        children.values().forEach(part -> all.putAll(part.shapes()));
        return all;
    }

    /** {@return how many numbers are learned, those of all parts included} */
    public long count() {
        return own.values().stream()
                        .filter(declared -> declared.kind() != Kind.BUFFER)
                        .mapToLong(declared -> declared.shape().size())
                        .sum()
                + children.values().stream().mapToLong(Parameters::count).sum();
    }

    // --- binding

    /**
     * Gives every tensor, those of all parts included, its value.
     *
     * @param owner owns the values
     * @param type what the network computes in
     * @param source of the values
     */
    public void bind(NDManager owner, DType type, Source source) {
        bind(owner, type, source, Set.of());
    }

    /** As {@link #bind(NDManager, DType, Source)}, but some parts get their values later. */
    void bind(NDManager owner, DType type, Source source, Set<Parameters> later) {
        release();
        own.keySet().forEach(name -> values.put(name, value(name, owner, type, source)));
        children.values().stream()
                .filter(part -> !later.contains(part))
                .forEach(part -> part.bind(owner, type, source, later));
    }

    private NDArray value(String name, NDManager owner, DType type, Source source) {
        Declared declared = own.get(name);
        return source.tensor(
                owner, prefix + name, declared.shape(), declared.kind() == Kind.LEARNED ? type : DType.F32);
    }

    /** As {@link #bind(NDManager, DType, Source)}, but each value is made when it is first used, recorded if it is now. */
    void lend(NDManager owner, DType type, Source source) {
        release();
        boolean recorded = Autograd.recording();
        lender = name -> {
            try (Autograd asNow = recorded ? Autograd.on() : Autograd.off()) {
                return value(name, owner, type, source);
            }
        };
        children.values().forEach(part -> part.lend(owner, type, source));
    }

    /**
     * Gives every tensor, those of all parts included, its value from a checkpoint.
     *
     * @param owner owns the values
     * @param type what the network computes in
     * @param weights the checkpoint
     * @throws io.vsr4j.tensor.CheckpointException if a tensor is missing or wrongly shaped
     */
    public void bind(NDManager owner, DType type, Weights weights) {
        bind(owner, type, weights::load);
    }

    /** Lets the values go, those of all parts included; their owner frees what it owns. */
    public void release() {
        if (dict != null) {
            dict.close();
            dict = null;
        }
        values.clear();
        lender = null;
        children.values().forEach(Parameters::release);
    }

    /**
     * The value of one of these, not of a part's.
     *
     * @param name after the prefix
     * @return its value; belongs to whom it was bound with
     * @throws IllegalStateException if it is not bound
     */
    public NDArray get(String name) {
        NDArray value = values.get(name);
        if (value == null && lender != null && own.containsKey(name)) {
            value = lender.apply(name);
            values.put(name, value);
        }
        if (value == null) {
            throw new IllegalStateException("parameter '" + prefix + name + "' has no value: load the network first");
        }
        return value;
    }

    /**
     * All of these, without those of parts, as the {@code Dict[str, Tensor]} of a script's method, by the names after
     * the prefix.
     *
     * @return the argument; closed by {@link #release}
     * @throws IllegalStateException if they are not bound
     */
    public ScriptArgument dict() {
        if (dict == null) {
            own.keySet().forEach(this::get);
            dict = ScriptArgument.dict(values);
        }
        return dict;
    }
}
