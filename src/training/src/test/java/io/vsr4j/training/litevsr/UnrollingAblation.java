package io.vsr4j.training.litevsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonParser;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.litevsr.LiteVsrNetworks;
import io.vsr4j.models.litevsr.LiteVsrSampler;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.sampler.FlowPath;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Learned;
import io.vsr4j.training.MovingWaves;
import io.vsr4j.training.ParameterGroup;
import io.vsr4j.training.Phase;
import io.vsr4j.training.SeedTable;
import io.vsr4j.training.Slopes;
import io.vsr4j.training.Task;
import io.vsr4j.training.Terms;
import io.vsr4j.training.TinyRun;
import io.vsr4j.training.TrainedFolder;
import io.vsr4j.training.data.ClipSource;
import io.vsr4j.training.litevsr.Unrolling.Rounding;
import io.vsr4j.training.loss.Losses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Whether it matters that the adapter learns from estimates of its own: a small transformer learns to make latents of waves
 * and is frozen; the adapter learns to guide it, from unrolled or from true estimates; what counts is how it does with its
 * own, on clips that it has not seen. Arguments: a new folder, steps for the transformer, steps for the adapter, seeds.
 */
final class UnrollingAblation {
    private static final int SEEN = 64;
    private static final int UNSEEN = 16;
    private static final String TINY = """
            {"adapter_depth": 1, "ffn_multiple": 2, "query_window": [1, 4, 4], "steps": 5}""";

    private final Path root;
    private final ClipSource clips = new MovingWaves(5, 64, SEEN + UNSEEN, 0.1, 0);

    private UnrollingAblation(Path root) {
        this.root = root;
    }

    public static void main(String[] arguments) throws IOException {
        UnrollingAblation ablation = new UnrollingAblation(Files.createDirectory(Path.of(arguments[0])));
        ablation.generator(arguments[1]);
        SeedTable table = new SeedTable();
        for (int i = 3; i < arguments.length; i++) {
            ablation.run(arguments[2], arguments[i], table);
        }
        table.print();
    }

    /** A transformer that makes latents of noise, in a folder with an adapter that does nothing yet. */
    private void generator(String steps) throws IOException {
        Path random = root.resolve("random");
        ModelRegistry.folders("litevsr").tiny(random, 1);
        try (Generator task = new Generator(WeightsFolder.open(random), options("1", Estimate.TRUE))) {
            TinyRun run = TinyRun.of(root.resolve("generator"), task, "steps", steps, "learning-rate", "0.003");
            int last = run.steps().size();
            System.out.printf(
                    "transformer alone: flow loss %.3f, then %.3f%n",
                    run.mean("flow", 0, 50), run.mean("flow", last - 50, last));
        }
        ModelRegistry.folders("litevsr")
                .with(new Config("tiny", JsonParser.parseString(TINY).getAsJsonObject()))
                .fresh(root.resolve("generator/weights"), root.resolve("begin"), 1);
    }

    private static LiteVsrTask.Options options(String seed, Estimate estimate) {
        return new LiteVsrTask.Options(
                DType.F32,
                new Unrolling(3, 5, Rounding.FLOOR),
                estimate,
                TimeWeight.LINEAR,
                SEEN,
                Long.parseLong(seed));
    }

    private LatentCache cache() throws IOException {
        return new LatentCache(root.resolve("latents"), "waves");
    }

    private void run(String steps, String seed, SeedTable table) throws IOException {
        for (Estimate estimate : Estimate.values()) {
            WeightsFolder begin = WeightsFolder.open(root.resolve("begin"));
            try (LiteVsrTask task = LiteVsrTask.open(begin, Device.cpu(), options(seed, estimate), clips, cache())) {
                TinyRun.of(root.resolve(estimate + seed), task, "steps", steps, "seed", seed, "learning-rate", "0.003");
                measure(task, estimate == Estimate.TRUE ? "off: true estimates" : "on: unrolled estimates", table);
            }
        }
    }

    private void measure(LiteVsrTask task, String variant, SeedTable table) throws IOException {
        FlowMatching phase = (FlowMatching) task.phases().get(0);
        Unrolling always = new Unrolling(3, 5, Rounding.CEILING);
        FlowMatching own =
                new FlowMatching(phase.network(), phase.text(), always, Estimate.UNROLLED, TimeWeight.CONSTANT);
        FlowMatching truth =
                new FlowMatching(phase.network(), phase.text(), always, Estimate.TRUE, TimeWeight.CONSTANT);
        double[] sums = new double[3];
        LatentCache cache = cache();
        try (Autograd off = Autograd.off()) {
            for (int i = SEEN; i < SEEN + UNSEEN; i++) {
                int index = i;
                try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
                    LatentPair pair = cache.get(i, scope, owner -> task.encode(index, owner));
                    Draw draw = new Draw(1, i);
                    sums[0] += Slopes.value(own.terms(pair, draw, scope));
                    sums[1] += Slopes.value(truth.terms(pair, draw, scope));
                    NDArray noise = draw.noise("start", scope, pair.low().getShape());
                    NDArray made = new LiteVsrSampler(5, 5).sample(phase.network(), pair.low(), noise, phase.text());
                    sums[2] += Losses.mse(made, pair.high()).getFloat();
                }
            }
        }
        table.add(variant, "flow loss, own estimates", sums[0] / UNSEEN);
        table.add(variant, "flow loss, true estimates", sums[1] / UNSEEN);
        table.add(variant, "latent error of 5 steps", sums[2] / UNSEEN);
    }

    /** Learns the transformer by itself, which the system then keeps as it is. */
    private final class Generator implements Task<LatentPair>, Phase<LatentPair> {
        private final WeightsFolder folder;
        private final LiteVsrTask clipsOf;
        private final LiteVsrNetworks networks;
        private Learned learned;

        Generator(WeightsFolder folder, LiteVsrTask.Options options) throws IOException {
            this.folder = folder;
            clipsOf = LiteVsrTask.open(folder, Device.cpu(), options, clips, cache());
            networks = LiteVsrNetworks.load(folder, Device.cpu(), DType.F32, (component, stored) -> {
                if (!component.equals("transformer")) {
                    return stored;
                }
                learned = new Learned(stored, name -> true);
                return learned;
            });
        }

        @Override
        public List<ParameterGroup> groups() {
            return List.of(new ParameterGroup(group(), learned.parameters()));
        }

        @Override
        public List<Phase<LatentPair>> phases() {
            return List.of(this);
        }

        @Override
        public String group() {
            return "transformer";
        }

        @Override
        public Terms terms(LatentPair sample, Draw draw, NDManager scope) {
            double t = draw.uniform("time");
            NDArray noise = draw.noise("noise", scope, sample.high().getShape());
            NDArray state = FlowPath.noised(sample.high(), noise, (float) t);
            NDArray timestep = scope.create(new float[] {(float) (1000 * t)});
            // The prompt is the only one there is: what reads it stays as it is.
            NDArray velocity = networks.guided().base().forward(state, timestep, networks.text());
            return new Terms().add("flow", 1, Losses.mse(velocity, FlowPath.velocity(sample.high(), noise)));
        }

        @Override
        public LatentPair sample(long index, NDManager owner) throws IOException {
            return clipsOf.sample(index, owner);
        }

        @Override
        public void save(Path target) throws IOException {
            TrainedFolder.write(folder, Map.of("transformer", learned.parameters()), target);
        }

        @Override
        public void close() {
            clipsOf.close();
            networks.close();
        }
    }
}
