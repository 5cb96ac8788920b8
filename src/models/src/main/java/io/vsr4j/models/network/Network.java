package io.vsr4j.models.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.util.List;
import java.util.Set;

/**
 * Something with learned parameters. A constructor takes a configuration and declares them; {@link #load} gives them
 * values; a subclass has a forward method, tensors in, tensors out, whose result belongs to the manager of its first
 * argument and which leaves nothing else behind there.
 */
public abstract class Network implements AutoCloseable {
    private final Parameters parameters = new Parameters();
    private NDManager manager;
    private DType type;
    private BlockStream stream;

    /** {@return the learned tensors, by the names of the published checkpoints} */
    public final Parameters parameters() {
        return parameters;
    }

    /**
     * Gives the parameters their values. Tensors of the checkpoint that the network does not have stay unused there:
     * {@link Weights#requireAllUsed} tells.
     *
     * @param weights the checkpoint; may be closed afterwards
     * @param device where the network computes
     * @param dtype what it computes in
     * @throws io.vsr4j.tensor.CheckpointException if a tensor is missing or wrongly shaped
     */
    public final void load(Weights weights, Device device, DType dtype) {
        bind(device, dtype, weights::load);
    }

    /**
     * Gives the parameters their values.
     *
     * @param device where the network computes
     * @param dtype what it computes in
     * @param source of the values
     */
    public final void bind(Device device, DType dtype, Parameters.Source source) {
        bind(device, dtype, source, Set.of());
    }

    private void bind(Device device, DType dtype, Parameters.Source source, Set<Parameters> later) {
        close();
        manager = TorchEngine.newManager(device);
        type = dtype;
        try (Autograd off = Autograd.off()) {
            parameters.bind(manager, dtype, arranged(source), later);
            // Whatever else ends up with the weights has leaked there.
            manager.cap();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Lends the parameters values that others keep, as they are, for whoever computes them anew at each use: trained
     * changes of frozen weights, say. Each is asked for when it is first used. {@link #close} gives them back.
     *
     * @param owner for what the source makes; must outlive the use, and any gradient of it
     * @param dtype what the network computes in
     * @param source of the values
     */
    public final void lend(NDManager owner, DType dtype, Parameters.Source source) {
        close();
        type = dtype;
        parameters.lend(owner, dtype, source);
    }

    private Parameters.Source arranged(Parameters.Source source) {
        return (owner, name, shape, t) -> arranged(source.tensor(owner, name, shape, t));
    }

    /**
     * Lays a parameter's value out in memory as the network's operations like it best. Called once, when it is bound.
     *
     * @param value of one parameter, named after it
     * @return the value itself, or what takes its place, the value then closed. A value that requires a gradient stays
     *     the same array, for whoever trains it holds on to it
     */
    protected NDArray arranged(NDArray value) {
        return value;
    }

    /**
     * Loads a network that is larger than the device: its blocks get their values when their turn comes, and only two of
     * them at a time ({@link BlockStream}). Results are the same to the bit; one forward may run at a time. A network
     * without {@link #blocks} is loaded whole.
     *
     * @param weights the checkpoint; keep it open while the network is used
     * @param device where the network computes
     * @param dtype what it computes in
     * @throws io.vsr4j.tensor.CheckpointException if a tensor is missing or wrongly shaped, in a block too
     */
    public final void stream(Weights weights, Device device, DType dtype) {
        parameters.shapes().forEach(weights::require);
        bind(device, dtype, weights::load, Set.copyOf(blocks()));
        if (!blocks().isEmpty()) {
            stream = new BlockStream(blocks(), device, dtype, arranged(weights::load));
        }
    }

    /** {@return the parts that can be loaded one at a time, in the order in which a forward enters them} */
    protected List<Parameters> blocks() {
        return List.of();
    }

    /**
     * Sees to it that a block has its values. A forward calls it before it runs the block.
     *
     * @param block index in {@link #blocks}
     */
    protected final void enter(int block) {
        if (stream != null) {
            stream.enter(block);
        }
    }

    /** {@return what it computes in} */
    public final DType dtype() {
        if (type == null) {
            throw new IllegalStateException(getClass().getSimpleName() + " has not been loaded");
        }
        return type;
    }

    /** {@return owner of the parameters' values, null if it has none: for tests of leaks} */
    public final NDManager manager() {
        return manager;
    }

    /** Frees the values; the network can be loaded again. */
    @Override
    public void close() {
        if (stream != null) {
            stream.close();
            stream = null;
        }
        parameters.release();
        if (manager != null) {
            manager.close();
            manager = null;
        }
        type = null;
    }
}
