package io.vsr4j.models.published;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedNetworkTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "Stable Diffusion 2.1 UNet, 686, 865910724",
        "Stable Diffusion 2.1 autoencoder, 248, 83653863",
        "AdcSR pruned UNet, 526, 443695696",
        "AdcSR half decoder, 138, 12387459",
        "'AdcSR half decoder, mid block', 26, 2626048",
        "AdcSR generator, 662, 456073683",
        "Wan 2.1 T2V 1.3B transformer, 825, 1418996800",
        "Wan 2.2 TI2V 5B transformer, 825, 4999787712",
        "Wan 2.1 autoencoder, 194, 126892531",
        "Wan 2.2 autoencoder, 196, 704688668",
        "CLIP RN50 image tower, 339, 38316896"
    })
    void hasThePublishedNumbers(String name, int tensors, long count) {
        PublishedNetwork network = network(name);
        assertThat(network.parameters().shapes()).hasSize(tensors);
        assertThat(network.parameters().count()).isEqualTo(count);
    }

    /** The files are as large as the real ones and hold nothing; tensors are mapped, so that nothing of it is read. */
    @ParameterizedTest
    @CsvSource({
        "Stable Diffusion 2.1 UNet, sd21-unet.tsv",
        "Stable Diffusion 2.1 autoencoder, sd21-vae.tsv",
        "AdcSR pruned UNet, adcsr-unet.tsv",
        "AdcSR half decoder, adcsr-halfdecoder.tsv",
        "Wan 2.1 T2V 1.3B transformer, wan21-1_3b-transformer.tsv",
        "Wan 2.2 TI2V 5B transformer, wan22-5b-transformer.tsv",
        "Wan 2.1 autoencoder, wan21-vae.tsv",
        "Wan 2.2 autoencoder, wan22-vae.tsv",
        "CLIP RN50 image tower, clip-rn50-visual.tsv"
    })
    void loadsACheckpointInShards(String name, String keys) throws IOException {
        Map<String, Shape> published = NetworkProbe.published(keys);
        SparseShards.write(folder, published, DType.BF16, 1L << 30);

        try (Weights weights = Weights.open(folder);
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            assertThat(weights.names()).isEqualTo(published.keySet());
            int prefix = prefix(name).length();
            network(name)
                    .parameters()
                    .bind(
                            scope,
                            DType.BF16,
                            (owner, tensor, shape, type) -> weights.load(owner, tensor.substring(prefix), shape));
            weights.requireAllUsed();
        }
    }

    private static String prefix(String name) {
        return switch (name) {
            case "AdcSR pruned UNet" -> "body.1.";
            case "AdcSR half decoder" -> "decoder.";
            default -> "";
        };
    }

    private static PublishedNetwork network(String name) {
        return PublishedNetwork.all().stream()
                .filter(n -> n.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
