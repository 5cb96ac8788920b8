package io.vsr4j.training.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.Torch;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Learned;
import io.vsr4j.training.ParameterGroup;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Task;
import io.vsr4j.training.Terms;
import io.vsr4j.training.loss.Losses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Two small convolutions learn to undo noise and to sharpen, against a critic of one layer. */
final class TinyTask implements Task<TinyTask.Pair> {
    record Pair(NDArray clean, NDArray noisy) {}

    private static final class Generator extends Network {
        Generator() {
            parameters().conv("first", 3, 8, 3, 3).conv("last", 8, 3, 3, 3);
        }

        NDArray forward(NDArray x) {
            NDArray h = Torch.silu(Torch.conv2d(
                    x, parameters().get("first.weight"), parameters().get("first.bias"), 1, 1, 1, 1));
            return Torch.conv2d(h, parameters().get("last.weight"), parameters().get("last.bias"), 1, 1, 1, 1)
                    .add(x);
        }
    }

    private static final class Critic extends Network {
        Critic() {
            parameters().conv("judge", 3, 2, 3, 3);
        }

        NDArray forward(NDArray x) {
            return Torch.conv2d(
                    x, parameters().get("judge.weight"), parameters().get("judge.bias"), 1, 1, 1, 1);
        }
    }

    private final Generator generator = new Generator();
    private final Critic critic = new Critic();
    private final Learned learned = new Learned(new RandomTensors(7), name -> true);
    private final Learned judged = new Learned(new RandomTensors(8), name -> true);
    private final boolean adversarial;
    private NDArray kept;

    TinyTask(boolean adversarial) {
        this.adversarial = adversarial;
        generator.bind(Device.cpu(), DType.F32, learned);
        critic.bind(Device.cpu(), DType.F32, judged);
    }

    Map<String, NDArray> parameters() {
        return learned.parameters();
    }

    Map<String, NDArray> critics() {
        return judged.parameters();
    }

    @Override
    public List<ParameterGroup> groups() {
        ParameterGroup first = new ParameterGroup("generator", learned.parameters());
        return adversarial ? List.of(first, new ParameterGroup("critic", judged.parameters())) : List.of(first);
    }

    @Override
    public List<Phase<Pair>> phases() {
        return adversarial ? List.of(new Generate(), new Judge()) : List.of(new Generate());
    }

    private final class Generate implements Phase<Pair> {
        @Override
        public String group() {
            return "generator";
        }

        @Override
        public Terms terms(Pair sample, Draw draw, NDManager scope) {
            NDArray more = draw.noise("more", scope, sample.noisy().getShape());
            kept = generator.forward(more.mul(0.05).add(sample.noisy()));
            Terms terms = new Terms().add("mse", 1, Losses.mse(kept, sample.clean()));
            return adversarial ? terms.add("fool", 0.01, Losses.nonSaturating(critic.forward(kept), 1)) : terms;
        }
    }

    private final class Judge implements Phase<Pair> {
        @Override
        public String group() {
            return "critic";
        }

        @Override
        public Terms terms(Pair sample, Draw draw, NDManager scope) {
            return new Terms()
                    .add("real", 1, Losses.nonSaturating(critic.forward(sample.clean()), 1))
                    .add("fake", 1, Losses.nonSaturating(critic.forward(kept.stopGradient()), -1));
        }
    }

    /** One of four pictures of waves, with noise. */
    @Override
    public Pair sample(long index, NDManager owner) {
        Random random = new Random(index % 4);
        double phase = random.nextDouble() * 6;
        float[] values = new float[3 * 16 * 16];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.5 + 0.4 * Math.sin(phase + i * 0.3));
        }
        NDArray clean = owner.create(values, new Shape(1, 3, 16, 16));
        return new Pair(
                clean,
                new Draw(0, index)
                        .noise("noise", owner, clean.getShape())
                        .mul(0.2)
                        .add(clean));
    }

    @Override
    public void save(Path target) throws IOException {
        Files.createDirectory(target);
        SafetensorsWriter.write(target.resolve("generator.safetensors"), learned.parameters(), Map.of());
    }

    @Override
    public void close() {
        generator.close();
        critic.close();
    }
}
