package io.vsr4j.training.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import com.sun.management.OperatingSystemMXBean;
import io.vsr4j.models.compact.CompactConfig;
import io.vsr4j.models.compact.CompactNetwork;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanTransformerText;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Learned;
import io.vsr4j.training.ParameterGroup;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Task;
import io.vsr4j.training.Terms;
import io.vsr4j.training.loss.Losses;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Processor time of training steps, for {@code training_benchmark.py}, which runs the same steps in PyTorch in turn: reads
 * {@code convolutions N} or {@code transformer N} line by line, makes N steps, and prints the seconds of each.
 */
public final class TrainingBenchmark {
    private static final long MANY = 1_000_000;

    private TrainingBenchmark() {}

    private interface Forward {
        NDArray apply(NDArray x, NDManager scope);
    }

    /** A network that learns to give a fixed target for a fixed input. */
    private record Fixed(Network network, Learned learned, NDArray in, NDArray out, Forward forward)
            implements Task<NDArray[]>, Phase<NDArray[]> {
        @Override
        public List<ParameterGroup> groups() {
            return List.of(new ParameterGroup(group(), learned.parameters()));
        }

        @Override
        public List<Phase<NDArray[]>> phases() {
            return List.of(this);
        }

        @Override
        public NDArray[] sample(long index, NDManager owner) {
            return new NDArray[] {Scopes.borrow(owner, in), Scopes.borrow(owner, out)};
        }

        @Override
        public String group() {
            return "generator";
        }

        @Override
        public Terms terms(NDArray[] sample, Draw draw, NDManager scope) {
            NDArray y = forward.apply(Scopes.borrow(scope, sample[0]), scope);
            return new Terms().add("charbonnier", 1, Losses.charbonnier(y, sample[1]));
        }

        @Override
        public void save(Path target) {
            throw new UnsupportedOperationException("a benchmark saves nothing");
        }

        @Override
        public void close() {
            in.getManager().close();
            network.close();
        }
    }

    private static Fixed convolutions() {
        CompactNetwork network = new CompactNetwork(CompactConfig.usual(4));
        return fixed(network, new Shape(5, 3, 48, 48), new Shape(5, 3, 192, 192), (x, scope) -> network.forward(x, 5));
    }

    private static Fixed transformer() {
        WanTransformer network = new WanTransformer(WanTransformerConfig.of(
                new Config("benchmark", JsonParser.parseString("""
                {"num_attention_heads": 4, "attention_head_dim": 64, "in_channels": 16, "out_channels": 16, "text_dim": 64,
                 "freq_dim": 64, "ffn_dim": 1024, "num_layers": 4, "rope_max_seq_len": 64}""").getAsJsonObject())));
        Shape latent = new Shape(1, 16, 4, 24, 24);
        return fixed(network, latent, latent, (x, scope) -> {
            NDArray prompt = new Draw(1, 0).noise("prompt", scope, new Shape(1, 16, 64));
            try (WanTransformerText text = network.text(prompt, 0)) {
                return network.forward(x, scope.create(new float[] {500}), text);
            }
        });
    }

    private static Fixed fixed(Network network, Shape in, Shape out, Forward forward) {
        Learned learned = new Learned(new RandomTensors(1), name -> true);
        network.bind(Device.cpu(), DType.F32, learned);
        NDManager owner = TorchEngine.newManager(Device.cpu());
        Draw draw = new Draw(1, 0);
        return new Fixed(network, learned, draw.noise("in", owner, in), draw.noise("out", owner, out), forward);
    }

    /** @param args how many threads */
    public static void main(String[] args) throws IOException {
        TorchEngine.setThreads(Integer.parseInt(args[0]));
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var settings = TinySettings.of("steps", "" + MANY, "divergence", "0", "learning-rate", "1e-4", "clip", "1");
        RunSettings run = RunSettings.of(settings);
        try (Fixed convolutions = convolutions();
                Fixed transformer = transformer();
                Stepper<NDArray[]> first = new Stepper<>(convolutions, settings, run);
                Stepper<NDArray[]> second = new Stepper<>(transformer, settings, run);
                Prefetch<NDArray[]> one = new Prefetch<>(convolutions::sample, Device.cpu(), 0, MANY, 1, 2);
                Prefetch<NDArray[]> two = new Prefetch<>(transformer::sample, Device.cpu(), 0, MANY, 1, 2)) {
            Map<String, Stepper<NDArray[]>> steppers = Map.of("convolutions", first, "transformer", second);
            Map<String, Prefetch<NDArray[]>> samples = Map.of("convolutions", one, "transformer", two);
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] order = line.split(" ");
                List<String> seconds = new ArrayList<>();
                for (int i = 0; i < Integer.parseInt(order[1]); i++) {
                    long begin = system.getProcessCpuTime();
                    steppers.get(order[0]).step(i, samples.get(order[0]));
                    seconds.add(Double.toString((system.getProcessCpuTime() - begin) / 1e9));
                }
                System.out.println(String.join(" ", seconds));
            }
        }
    }
}
