package io.vsr4j.training.ultravsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Piece;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Networks that have their weights only while they are used, in the type that they compute in.
 *
 * @param dtype that type
 * @param weights what each network is lent
 */
record Lent(DType dtype, Map<Network, Parameters.Source> weights) {
    /**
     * Uses the networks. A piece of them that runs once more, for its gradient, is lent its weights once more.
     *
     * @param owner of what is lent
     * @param use what is done
     * @return its result
     */
    NDArray during(NDManager owner, Supplier<NDArray> use) {
        Piece.Runner runner = Piece.runner();
        boolean[] lent = {true};
        lend(owner);
        try (Piece.Choice by = Piece.by(
                (inputs, piece) -> runner.run(inputs, again -> lent[0] ? piece.apply(again) : anew(again, piece)))) {
            return use.get();
        } finally {
            lent[0] = false;
            weights.keySet().forEach(Network::close);
        }
    }

    private List<NDArray> anew(List<NDArray> inputs, UnaryOperator<List<NDArray>> piece) {
        lend(inputs.get(0).getManager());
        try {
            return piece.apply(inputs);
        } finally {
            weights.keySet().forEach(Network::close);
        }
    }

    private void lend(NDManager owner) {
        weights.forEach((network, source) -> network.lend(owner, dtype, source));
    }
}
