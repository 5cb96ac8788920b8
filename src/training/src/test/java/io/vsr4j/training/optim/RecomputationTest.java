package io.vsr4j.training.optim;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Piece;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Terms;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Blocks are convolutions between which a tensor goes that all of them use, as time embeddings do. */
class RecomputationTest {
    private static final int BLOCKS = 6;
    private final NDManager manager = TorchEngine.newManager(Device.cpu());
    private final List<NDArray> weights = new ArrayList<>();

    @BeforeEach
    void weights() {
        for (int i = 0; i < BLOCKS + 2; i++) {
            NDArray w = new RandomTensors(3).tensor(manager, "w" + i + ".weight", new Shape(4, 4, 3, 3), DType.F32);
            w.setRequiresGradient(true);
            weights.add(w);
        }
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray convolved(NDArray x, int i) {
        return Torch.conv2d(x, weights.get(i), null, 1, 1, 1, 1);
    }

    private List<NDArray> run(int from, int to, List<NDArray> first) {
        List<NDArray> state = first;
        for (int i = from; i < to; i++) {
            int block = i;
            state = Piece.run(state, in -> {
                NDArray h = Torch.silu(convolved(in.get(0), block)).mul(in.get(1));
                return List.of(h.add(in.get(0)), in.get(1));
            });
        }
        return state;
    }

    /** Recorded layer, three blocks, recorded layer that also sees the first one's result, three blocks, loss. */
    private List<float[]> gradient(boolean recomputed) {
        try (NDManager scope = manager.newSubManager();
                Gradients gradients = new Gradients(manager, weights);
                Recomputation pieces = new Recomputation(scope)) {
            Terms terms = new Terms();
            try (Autograd on = Autograd.on();
                    Piece.Choice by = Piece.by(recomputed ? pieces : Piece.Runner.PLAIN)) {
                NDArray x = new Draw(1, 2).noise("x", scope, new Shape(2, 4, 8, 8));
                NDArray first = convolved(x, BLOCKS);
                NDArray scale = first.mean().add(1);
                List<NDArray> state = run(0, 3, List.of(first, scale));
                NDArray middle = convolved(state.get(0).add(first), BLOCKS + 1);
                state = run(3, BLOCKS, List.of(middle, state.get(1)));
                terms.add("square", 1, state.get(0).square().mean())
                        .add("scale", 2, state.get(1).square());
            }
            pieces.gradient(terms, 0.5, gradients);
            return gradients.sums().stream().map(NDArray::toFloatArray).toList();
        }
    }

    @Test
    void givesThePlainGradient() {
        List<float[]> plain = gradient(false);
        List<float[]> recomputed = gradient(true);
        assertThat(plain).hasSize(BLOCKS + 2);
        for (int i = 0; i < plain.size(); i++) {
            float most = 0;
            for (float number : plain.get(i)) {
                most = Math.max(most, Math.abs(number));
            }
            assertThat(most).isPositive();
            for (int j = 0; j < plain.get(i).length; j++) {
                assertThat(Math.abs(recomputed.get(i)[j] - plain.get(i)[j])).isLessThanOrEqualTo(1e-6f * most);
            }
        }
    }

    /** Whatever a block computes inside, there is no more than its results when it is over, twice, and what it was given. */
    @Test
    void keepsOnlyWhatGoesFromBlockToBlock() {
        try (NDManager scope = manager.newSubManager();
                Recomputation pieces = new Recomputation(scope);
                Autograd on = Autograd.on();
                Piece.Choice by = Piece.by(pieces)) {
            NDArray x = new Draw(1, 2).noise("x", scope, new Shape(2, 4, 8, 8));
            NDArray scale = scope.create(1f);
            int before = Scopes.count(scope);
            run(0, BLOCKS, List.of(x, scale));
            assertThat(Scopes.count(scope) - before).isLessThanOrEqualTo(3 * 2 * BLOCKS);
        }
    }

    /** What nobody takes a gradient of is not run through them either. */
    @Test
    void withoutRecordingPiecesSimplyRun() {
        try (NDManager scope = manager.newSubManager();
                Recomputation pieces = new Recomputation(scope);
                Autograd off = Autograd.off();
                Piece.Choice by = Piece.by(pieces)) {
            NDArray x = scope.create(2f);
            NDArray y = Piece.of(x, in -> in.mul(in));
            assertThat(y.getFloat()).isEqualTo(4);
        }
    }

    @Test
    void leavesNothingBehind() {
        int before = Scopes.count(manager);
        gradient(true);
        assertThat(Scopes.count(manager)).isEqualTo(before);
    }
}
