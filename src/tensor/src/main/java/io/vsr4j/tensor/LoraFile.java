package io.vsr4j.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;

/** A checkpoint with low-rank changes merged into each weight as it is read. */
final class LoraFile implements TensorFile {
    private final TensorFile file;
    private final Lora lora;

    LoraFile(TensorFile file, Lora lora) {
        this.file = file;
        this.lora = lora;
        try {
            lora.targets().forEach(this::check);
        } catch (CheckpointException e) {
            close();
            throw e;
        }
    }

    private void check(String weight) {
        TensorInfo info = file.tensors().get(weight);
        if (info == null) {
            throw new CheckpointException(
                    lora.name() + " changes '" + weight + "', which " + file.name() + " does not have");
        }
        lora.check(weight, info.shape());
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return file.tensors();
    }

    @Override
    public Map<String, String> metadata() {
        return file.metadata();
    }

    /** {@inheritDoc} Here it is of both files' sums. */
    @Override
    public String sha256() {
        return Sha256.ofTexts(List.of(file.sha256(), lora.sha256()));
    }

    @Override
    public NDArray read(NDManager scope, String name) {
        NDArray base = file.read(scope, name);
        if (!lora.targets().contains(name)) {
            return base;
        }
        try (base) {
            return lora.merge(scope, name, base);
        }
    }

    /** {@inheritDoc} A weight that changes is no longer the one it shared elements with. */
    @Override
    public boolean same(String one, String other) {
        boolean changed = lora.targets().contains(one) || lora.targets().contains(other);
        return one.equals(other) || !changed && file.same(one, other);
    }

    @Override
    public void close() {
        file.close();
        lora.close();
    }
}
