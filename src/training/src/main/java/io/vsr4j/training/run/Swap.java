package io.vsr4j.training.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Torch;
import io.vsr4j.training.optim.Averages;
import io.vsr4j.training.optim.Optimiser;
import java.util.LinkedHashMap;
import java.util.Map;

/** Parameters of one group that have their averages' values for a while. */
final class Swap implements AutoCloseable {
    private final Optimiser optimiser;
    private final Map<String, NDArray> kept = new LinkedHashMap<>();

    /**
     * @param owner of what the parameters have meanwhile
     * @param averages null leaves the parameters as they are
     */
    Swap(NDManager owner, Optimiser optimiser, Averages averages) {
        this.optimiser = optimiser;
        if (averages != null) {
            try (Autograd off = Autograd.off()) {
                optimiser.values().forEach((name, value) -> kept.put(name, Torch.copyIn(owner, value)));
            }
            put(averages.values());
        }
    }

    private void put(Map<String, NDArray> values) {
        try (Autograd off = Autograd.off()) {
            optimiser.values().forEach((name, value) -> Torch.copyInto(value, values.get(name)));
        }
        optimiser.publish();
    }

    @Override
    public void close() {
        if (!kept.isEmpty()) {
            put(kept);
            kept.values().forEach(NDArray::close);
        }
    }
}
