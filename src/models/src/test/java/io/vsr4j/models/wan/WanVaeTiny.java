package io.vsr4j.models.wan;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import java.util.Random;

/** Small autoencoders of both layouts in which every tensor is random. */
enum WanVaeTiny {
    WAN_2_1("""
            {"base_dim": 4, "z_dim": 4, "dim_mult": [1, 2, 3, 3], "num_res_blocks": 1,
             "latents_mean": [0.5, -0.5, 0, 1], "latents_std": [1, 2, 0.5, 4]}"""),
    WAN_2_2("""
            {"base_dim": 3, "decoder_base_dim": 4, "z_dim": 3, "dim_mult": [1, 2, 4, 4], "num_res_blocks": 1,
             "is_residual": true, "patch_size": 2, "in_channels": 12, "out_channels": 12,
             "latents_mean": [0.5, -0.5, 0], "latents_std": [1, 2, 0.5]}""");

    private final String json;

    WanVaeTiny(String json) {
        this.json = json;
    }

    WanVaeConfig config() {
        return WanVaeConfig.of(new Config(name(), JsonParser.parseString(json).getAsJsonObject()));
    }

    WanVae load(DType type) {
        WanVae vae = new WanVae(config());
        vae.bind(Device.cpu(), type, random());
        return vae;
    }

    /** Values that depend on nothing but the name, of such a size that signals neither fade nor grow. */
    static Parameters.Source random() {
        return (owner, name, shape, type) -> {
            boolean weight = name.endsWith("weight");
            double size = weight ? Math.sqrt(1.0 * shape.get(0) / shape.size()) : 0.2;
            double middle = name.endsWith("gamma") ? 1 : 0;
            NDArray exact = gaussian(owner, name.hashCode(), middle, size, shape);
            // A cast that has nothing to do would share memory that Java frees with the first handle.
            if (type == DType.F32) {
                return exact;
            }
            try (exact) {
                return Torch.to(exact, type);
            }
        };
    }

    static NDArray gaussian(NDManager owner, long seed, double middle, double size, Shape shape) {
        Random random = new Random(seed);
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (middle + size * random.nextGaussian());
        }
        return owner.create(values, shape);
    }

    NDArray video(NDManager owner, int frames, int height, int width) {
        try (NDArray noise = gaussian(owner, frames, 0, 0.5, new Shape(1, 3, frames, height, width))) {
            return noise.clip(-1, 1);
        }
    }

    NDArray latents(NDManager owner, int frames, int height, int width) {
        return gaussian(owner, frames, 0, 1, new Shape(1, config().zDim(), frames, height, width));
    }

    static double difference(NDArray a, NDArray b) {
        try (NDArray difference = Torch.to(a, DType.F32).sub(Torch.to(b, DType.F32))) {
            return difference.abs().max().getFloat();
        }
    }
}
