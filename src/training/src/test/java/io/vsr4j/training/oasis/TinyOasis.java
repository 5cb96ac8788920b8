package io.vsr4j.training.oasis;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.models.oasis.OasisNetworks;
import io.vsr4j.models.wan.WanVae;
import io.vsr4j.models.wan.WanVaeConfig;
import io.vsr4j.quality.flow.OpticalFlow;
import io.vsr4j.quality.lpips.Lpips;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.MovingWaves;
import io.vsr4j.training.data.ClipSource;
import io.vsr4j.training.loss.PictureLoss;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A system of the smallest size, whose every tensor is random and whose heads have all patterns. */
final class TinyOasis {
    static final int FRAMES = 9;
    static final int SIDE = 32;
    static final int CLIPS = 2;

    private final Path root;

    TinyOasis(Path root) throws IOException {
        this.root = root;
        if (!Files.exists(weights())) {
            ModelRegistry.folders("oasis").tiny(weights(), 1);
        }
    }

    Path weights() {
        return root.resolve("weights");
    }

    /** The same with a wider autoencoder: what two channels make bends with every norm, and is hard to come close to. */
    Path wide() throws IOException {
        Path out = root.resolve("wide");
        WeightsFolder tiny = WeightsFolder.open(weights());
        JsonObject sizes = tiny.config(OasisNetworks.VAE).json().deepCopy();
        sizes.addProperty("base_dim", 8);
        try (NDManager scope = TorchEngine.newManager(Device.cpu());
                WeightsFolderWriter folder = WeightsFolderWriter.create(out, OasisNetworks.ID)) {
            Map<String, NDArray> tensors = new HashMap<>();
            new WanVae(WanVaeConfig.of(new Config("wide", sizes)))
                    .parameters()
                    .shapes()
                    .forEach((name, shape) -> tensors.put(
                            name,
                            name.endsWith("gamma")
                                    ? scope.ones(shape)
                                    : new RandomTensors(5).tensor(scope, name, shape, DType.F32)));
            folder.component(OasisNetworks.VAE, sizes, tensors);
            folder.keep(tiny, Set.of(OasisNetworks.VAE));
            folder.publish();
        }
        return out;
    }

    /** The paper's weights, with a classifier of random tensors. */
    static OasisLosses losses() {
        Lpips lpips = new Lpips(Lpips.Net.VGG, 16);
        RandomTensors random = new RandomTensors(3);
        // In libtorch's own memory, which is aligned alike every time.
        lpips.bind(Device.cpu(), DType.F32, (owner, name, shape, type) -> {
            try (NDArray value = random.tensor(owner, name, shape, type)) {
                return value.duplicate();
            }
        });
        return new OasisLosses(1, 1, 1, 0.1, false, PictureLoss.of(lpips));
    }

    static ClipSource waves() {
        return new MovingWaves(FRAMES, SIDE, CLIPS);
    }

    OasisTask open(Path weights, OasisLosses losses, OpticalFlow motion, ClipSource clips) throws IOException {
        return OasisTask.open(
                WeightsFolder.open(weights),
                Device.cpu(),
                new OasisTask.Options(DType.F32, losses, 2, motion, 1),
                clips);
    }

    OasisTask open() throws IOException {
        return open(weights(), losses(), null, waves());
    }
}
