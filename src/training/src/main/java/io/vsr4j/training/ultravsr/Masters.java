package io.vsr4j.training.ultravsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchScript;
import io.vsr4j.training.Learned;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tensors in single precision that networks are lent, in the type that they compute in. Several networks may be lent the
 * same ones; gradients reach those that are learned.
 */
final class Masters implements Parameters.Source {
    static final TorchScript SCRIPT = TorchScript.resource(Masters.class, "weights.ts.py");

    private final Map<String, NDArray> tensors;

    private Masters(Map<String, NDArray> tensors) {
        this.tensors = tensors;
    }

    /** {@return tensors that are not learned} */
    static Masters frozen(NDManager owner, Parameters.Source values, Map<String, Shape> shapes) {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> tensors.put(name, laidOut(values.tensor(owner, name, shape, DType.F32))));
        return new Masters(tensors);
    }

    /** Filters with the channels side by side, which makes convolutions faster. */
    private static NDArray laidOut(NDArray value) {
        if (value.getShape().dimension() != 4) {
            return value;
        }
        try (value) {
            return Torch.channelsLast(value);
        }
    }

    /** {@return tensors that are learned} */
    static Masters learned(NDManager owner, Parameters.Source values, Map<String, Shape> shapes) {
        Learned learned = new Learned(values, name -> true);
        shapes.forEach((name, shape) -> learned.tensor(owner, name, shape, DType.F32));
        return new Masters(learned.parameters());
    }

    /** {@return all of them, by name} */
    Map<String, NDArray> tensors() {
        return tensors;
    }

    @Override
    public NDArray tensor(NDManager owner, String name, Shape shape, DType type) {
        NDArray exact = tensors.get(name);
        return type == DType.F32 ? exact : SCRIPT.callIn(owner, "cast", exact, type.code());
    }
}
