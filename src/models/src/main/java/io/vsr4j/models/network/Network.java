package io.vsr4j.models.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;

/**
 * Something with learned parameters. A constructor takes a configuration and declares them; {@link #load} gives them
 * values; a subclass has a forward method, tensors in, tensors out, whose result belongs to the manager of its first
 * argument and which leaves nothing else behind there.
 */
public abstract class Network implements AutoCloseable {
    private final Parameters parameters = new Parameters();
    private NDManager manager;
    private DType type;

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
        close();
        manager = TorchEngine.newManager(device);
        type = dtype;
        parameters.bind(manager, dtype, (owner, name, shape, t) -> arranged(source.tensor(owner, name, shape, t)));
        // Whatever else ends up with the weights has leaked there.
        manager.cap();
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

    /** {@return what it computes in} */
    public final DType dtype() {
        if (type == null) {
            throw new IllegalStateException(getClass().getSimpleName() + " has not been loaded");
        }
        return type;
    }

    /** {@return owner of the parameters' values: for tests of leaks} */
    public final NDManager manager() {
        return manager;
    }

    /** Frees the values; the network can be loaded again. */
    @Override
    public void close() {
        parameters.release();
        if (manager != null) {
            manager.close();
            manager = null;
        }
    }
}
