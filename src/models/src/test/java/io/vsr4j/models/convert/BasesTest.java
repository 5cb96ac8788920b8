package io.vsr4j.models.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonParser;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.checkpoint.OriginalNames;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.NetworkProbe;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.models.published.PublishedNetwork;
import io.vsr4j.models.published.SparseShards;
import io.vsr4j.models.text.PromptEncoder;
import io.vsr4j.models.text.TextFolders;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.SafetensorsWriter;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published folders become bases that models start from. */
class BasesTest {
    private static final String ORIGINAL = "{'model_type': 't2v', 'dim': 36, 'num_heads': 3, 'in_dim': 4, 'out_dim': 4,"
            + " 'text_dim': 12, 'freq_dim': 8, 'ffn_dim': 40, 'num_layers': 2, 'eps': 1e-06, 'text_len': 512}";
    private static final String TRANSFORMER = "{'num_attention_heads': 3, 'attention_head_dim': 12, 'in_channels': 4,"
            + " 'out_channels': 4, 'text_dim': 12, 'freq_dim': 8, 'ffn_dim': 40, 'num_layers': 2}";
    private static final String VAE21 = "{'base_dim': 4, 'z_dim': 4, 'dim_mult': [1, 1, 1, 1], 'num_res_blocks': 2,"
            + " 'latents_mean': [0, 0, 0, 0], 'latents_std': [1, 1, 1, 1]}";
    private static final String VAE22 = "{'base_dim': 4, 'decoder_base_dim': 4, 'z_dim': 4, 'dim_mult': [1, 2, 4, 4],"
            + " 'num_res_blocks': 2, 'is_residual': true, 'patch_size': 2, 'in_channels': 12, 'out_channels': 12,"
            + " 'latents_mean': [0, 0, 0, 0], 'latents_std': [1, 1, 1, 1]}";
    private static final String UNET = "{'block_out_channels': [8, 8, 16, 16], 'layers_per_block': 2,"
            + " 'cross_attention_dim': 8, 'attention_head_dim': [1, 1, 2, 2], 'norm_num_groups': 2,"
            + " 'use_linear_projection': true, 'down_block_types': ['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D',"
            + " 'CrossAttnDownBlock2D', 'DownBlock2D'], 'up_block_types': ['UpBlock2D', 'CrossAttnUpBlock2D',"
            + " 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D']}";
    private static final String SD_VAE = "{'block_out_channels': [8, 8, 8, 16], 'layers_per_block': 2,"
            + " 'norm_num_groups': 2, 'down_block_types': ['DownEncoderBlock2D', 'DownEncoderBlock2D',"
            + " 'DownEncoderBlock2D', 'DownEncoderBlock2D'], 'up_block_types': ['UpDecoderBlock2D', 'UpDecoderBlock2D',"
            + " 'UpDecoderBlock2D', 'UpDecoderBlock2D']}";

    @TempDir
    Path folder;

    private static Config config(String json) {
        return new Config(
                "test", JsonParser.parseString(json.replace('\'', '"')).getAsJsonObject());
    }

    private Path wan(String vae) throws IOException {
        return TextFolders.wan(
                networks("wan", Map.of(BaseNetwork.WAN_TRANSFORMER, TRANSFORMER, BaseNetwork.WAN21_VAE, vae)));
    }

    private Path stableDiffusion() throws IOException {
        return TextFolders.stableDiffusion(
                networks("sd", Map.of(BaseNetwork.SD_UNET, UNET, BaseNetwork.SD_VAE, SD_VAE)));
    }

    private Path networks(String name, Map<BaseNetwork, String> networks) throws IOException {
        Path base = folder.resolve(name);
        try (WeightsFolderWriter writer = WeightsFolderWriter.create(base, name);
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            for (BaseNetwork network : networks.keySet()) {
                Config config = config(networks.get(network));
                Map<String, NDArray> tensors = new LinkedHashMap<>();
                try (Network declared = network.network().apply(config)) {
                    declared.parameters()
                            .shapes()
                            .forEach((key, shape) -> tensors.put(
                                    key,
                                    new RandomTensors(1).tensor(scope, network.component() + key, shape, DType.F32)));
                }
                writer.component(network.component(), config.json(), tensors);
            }
            writer.publish();
        }
        return base;
    }

    private static void convert(String format, Path out, Optional<Path> config, Path... files) throws IOException {
        Conversion.of(format).convert(List.of(files), config, out);
    }

    private static void same(Path one, Path other) throws IOException {
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            Map<String, NDArray> expected = Releases.tensors(scope, one, UnaryOperator.identity());
            Map<String, NDArray> found = Releases.tensors(scope, other, UnaryOperator.identity());
            assertThat(found.keySet()).isEqualTo(expected.keySet());
            found.forEach((name, tensor) -> assertThat(tensor.contentEquals(expected.get(name)))
                    .as(name)
                    .isTrue());
        }
    }

    @ParameterizedTest
    @CsvSource({"oasis, Wan2.1_VAE.pth, 1000000", "litevsr, Wan2.2_VAE.pth, 20000"})
    void aReleaseOfWanBecomesABase(String model, String vae, long maxShardBytes) throws IOException {
        String pictures = vae.equals("Wan2.1_VAE.pth") ? VAE21 : VAE22;
        Path base = wan(pictures);
        Path release = Releases.wan(folder.resolve("release"), base, ORIGINAL, vae, maxShardBytes);
        Path config = Files.writeString(folder.resolve("vae.json"), pictures.replace('\'', '"'));
        Path out = folder.resolve("out");

        convert("wan", out, Optional.of(config), release);

        same(base.resolve("transformer"), out.resolve("transformer"));
        same(base.resolve("vae"), out.resolve("vae"));
        try (PromptEncoder encoder = PromptEncoder.open(base, Device.cpu(), DType.BF16);
                NDManager scope = TorchEngine.newManager(Device.cpu())) {
            NDArray expected = encoder.encode(scope, "");
            NDArray kept = Releases.tensors(scope, out.resolve("prompt.safetensors"), UnaryOperator.identity())
                    .get("prompt_embedding");
            assertThat(kept.toType(DataType.FLOAT32, false)
                            .reshape(expected.getShape())
                            .toFloatArray())
                    .isEqualTo(expected.toType(DataType.FLOAT32, false).toFloatArray());
        }
        ModelRegistry.folders(model).fresh(out, folder.resolve("start"), 1);
        same(base.resolve("transformer"), folder.resolve("start/transformer"));
    }

    /** As large as the real file, which needs no configuration. */
    @Test
    void theAutoencoderOfWan21IsKnownByItsTensors() throws IOException {
        Path file = Files.createDirectory(folder.resolve("original"));
        Map<String, Shape> original = new LinkedHashMap<>();
        NetworkProbe.published("wan21-vae.tsv")
                .forEach((name, shape) -> original.put(OriginalNames.wan21Vae(name), shape));
        SparseShards.write(file, original, DType.BF16, 1L << 40);

        convert("wan21-vae", folder.resolve("out"), Optional.empty(), file);

        try (Weights made = Weights.open(folder.resolve("out/vae"))) {
            assertThat(made.names())
                    .isEqualTo(NetworkProbe.published("wan21-vae.tsv").keySet());
        }
        assertThat(Config.read(folder.resolve("out/vae/config.json")).json())
                .isEqualTo(PublishedNetwork.config("wan21-vae").json());
    }

    @Test
    void whatAReleaseLacksIsNamed() throws IOException {
        Path release = Releases.wan(folder.resolve("release"), wan(VAE21), ORIGINAL, "Wan2.1_VAE.pth", 1 << 20);
        Optional<Path> config = Optional.of(Files.writeString(folder.resolve("v.json"), VAE21.replace('\'', '"')));
        Path out = folder.resolve("out");
        Path kept = folder.resolve("kept");
        convert("wan", kept, config, release);

        refuses(() -> convert("wan", out, Optional.empty(), release), "not the tensors of a published wan21-vae");
        Files.delete(release.resolve("models_t5_umt5-xxl-enc-bf16.pth"));
        refuses(
                () -> convert("wan", out, config, release),
                "lacks models_t5_umt5-xxl-enc-bf16.pth",
                "prompt.safetensors");
        Files.copy(kept.resolve("prompt.safetensors"), release.resolve("prompt.safetensors"));
        convert("wan", folder.resolve("second"), config, release);
        assertThat(folder.resolve("second/prompt.safetensors")).exists();
        Files.writeString(
                release.resolve("config.json"), ORIGINAL.replace('\'', '"').replace("36", "48"));
        refuses(() -> convert("wan", out, config, release), "has shape (1, 2, 36)", "expected (1, 2, 48)");
        Files.delete(release.resolve("Wan2.1_VAE.pth"));
        refuses(() -> convert("wan", out, config, release), "one of Wan2.1_VAE.pth and Wan2.2_VAE.pth, got none");
        Files.delete(release.resolve("config.json"));
        refuses(() -> convert("wan", out, config, release), "lacks config.json of Wan's release");
    }

    @ParameterizedTest
    @CsvSource({"sd, unet", "wan, transformer"})
    void aDiffusersFolderIsCheckedAndReduced(String kind, String denoiser) throws IOException {
        Path base = kind.equals("sd") ? stableDiffusion() : wan(VAE21);
        Path weights = base.resolve(denoiser).resolve("diffusion_pytorch_model.safetensors");
        Files.move(weights, weights.resolveSibling("diffusion_pytorch_model.bin"));
        Path out = folder.resolve("out");

        convert("diffusers", out, Optional.empty(), base);

        same(base.resolve(denoiser), out.resolve(denoiser));
        same(base.resolve("vae"), out.resolve("vae"));
        assertThat(out.resolve(denoiser).resolve("diffusion_pytorch_model.safetensors"))
                .exists();
        assertThat(out.resolve("prompt.safetensors")).exists();
        assertThat(out.resolve("text_encoder")).doesNotExist();
        ModelRegistry.folders(kind.equals("sd") ? "ultravsr" : "oasis").fresh(out, folder.resolve("start"), 1);

        Files.delete(base.resolve("vae/config.json"));
        refuses(() -> convert("diffusers", folder.resolve("no"), Optional.empty(), base), "lacks vae/config.json");
        refuses(
                () -> convert("diffusers", folder.resolve("no"), Optional.empty(), folder),
                "has neither unet/ nor transformer/");
    }

    /** Rank 4 at peft's alpha of 8: each change counts twice. Two adapters on one module add up. */
    @ParameterizedTest
    @CsvSource({"osediff, true", "pisa-sr, false"})
    void lowRankChangesAreMerged(String format, boolean vae) throws IOException {
        Path base = stableDiffusion();
        String query = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q";
        String other = format.equals("osediff") ? "default_others" : "default_encoder_sem";
        Path file = folder.resolve("trained.pkl");
        Path out = folder.resolve("out");
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            Map<String, NDArray> trained = new LinkedHashMap<>();
            String unet = "state_dict_unet.";
            pair(scope, trained, unet + query, "default_encoder_pix", new long[] {4, 8}, new long[] {8, 4});
            pair(scope, trained, unet + query, other, new long[] {4, 8}, new long[] {8, 4});
            pair(scope, trained, unet + "conv_in", "default_encoder", new long[] {4, 4, 3, 3}, new long[] {8, 4, 1, 1});
            trained.put(unet + "conv_in.base_layer.weight", scope.ones(new Shape(8, 4, 3, 3)));
            trained.put(unet + "conv_in.base_layer.bias", scope.ones(new Shape(8)));
            if (vae) {
                String part = "state_dict_vae.encoder.mid_block.attentions.0.to_k";
                pair(scope, trained, part, "default_encoder", new long[] {4, 16}, new long[] {16, 4});
            }
            SafetensorsWriter.write(file, trained, Map.of());

            convert(format, out, Optional.empty(), file, base);

            Map<String, NDArray> before = Releases.tensors(scope, base.resolve("unet"), UnaryOperator.identity());
            Map<String, NDArray> after = Releases.tensors(scope, out.resolve("unet"), UnaryOperator.identity());
            // Factors are 0.5 and 0.25 throughout: B A is 4 * 0.5 * 0.25 = 0.5 everywhere, twice that is 1.
            close(
                    after.remove(query + ".weight"),
                    before.remove(query + ".weight").add(2));
            close(
                    after.remove("conv_in.weight"),
                    before.remove("conv_in.weight").mul(0).add(2));
            close(
                    after.remove("conv_in.bias"),
                    before.remove("conv_in.bias").mul(0).add(1));
            after.forEach((name, tensor) -> close(tensor, before.get(name)));
            String key = "encoder.mid_block.attentions.0.to_k.weight";
            close(
                    Releases.tensors(scope, out.resolve("vae"), UnaryOperator.identity())
                            .get(key),
                    Releases.tensors(scope, base.resolve("vae"), UnaryOperator.identity())
                            .get(key)
                            .add(vae ? 1 : 0));
        }
        Path alpha = Files.writeString(folder.resolve("adapter_config.json"), "{\"lora_alpha\": 4}");
        convert(format, folder.resolve("half"), Optional.of(alpha), file, base);
        assertThat(folder.resolve("half/SHA256SUMS")).isNotEmptyFile().satisfies(sums -> assertThat(
                        Files.readString(sums))
                .isNotEqualTo(Files.readString(out.resolve("SHA256SUMS"))));
        ModelRegistry.folders("ultravsr").fresh(out, folder.resolve("start"), 1);
        refuses(
                () -> convert(format, folder.resolve("no"), Optional.empty(), base.resolve("unet"), base),
                "it has no tensors 'state_dict_unet.*.lora_A.*'");
    }

    private static void pair(
            NDManager scope, Map<String, NDArray> to, String module, String adapter, long[] a, long[] b) {
        to.put(module + ".lora_A." + adapter + ".weight", scope.full(new Shape(a), 0.5f));
        to.put(module + ".lora_B." + adapter + ".weight", scope.full(new Shape(b), 0.25f));
    }

    private static void close(NDArray found, NDArray expected) {
        assertThat(found.sub(expected).abs().max().getFloat()).isLessThan(1e-6f);
    }

    private void refuses(ThrowingCallable call, String... words) throws IOException {
        List<Path> before = there();
        assertThatThrownBy(call).isInstanceOf(CheckpointException.class).hasMessageContainingAll(words);
        assertThat(there()).isEqualTo(before);
    }

    private List<Path> there() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
