package io.vsr4j.models.published;

import com.google.gson.JsonParser;
import io.vsr4j.models.adcvsr.AdcSrConfig;
import io.vsr4j.models.adcvsr.AdcSrNetwork;
import io.vsr4j.models.clip.ClipIqa;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanVae;
import io.vsr4j.models.wan.WanVaeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * A network that models build on, or a part of one, in the size that has been published. Its configuration is a resource
 * beside this class.
 *
 * @param name for people
 * @param parameters its learned tensors, declared and not allocated
 */
public record PublishedNetwork(String name, Parameters parameters) {
    /** {@return all of them} */
    public static List<PublishedNetwork> all() {
        Parameters sdUnet = unet("sd21-unet").parameters();
        Parameters sdVae = autoencoder("sd21-vae").parameters();
        Parameters adcsr = of("adcsr", c -> new AdcSrNetwork(AdcSrConfig.of(c))).parameters();
        Parameters halfDecoder = autoencoder("adcsr-decoder").parameters().child("decoder");
        return List.of(
                new PublishedNetwork("Stable Diffusion 2.1 UNet", sdUnet),
                new PublishedNetwork("Stable Diffusion 2.1 autoencoder", sdVae),
                new PublishedNetwork("AdcSR pruned UNet", adcsr.child("body.1")),
                new PublishedNetwork("AdcSR half decoder", halfDecoder),
                new PublishedNetwork("AdcSR half decoder, mid block", halfDecoder.child("mid_block")),
                new PublishedNetwork("AdcSR generator", adcsr),
                new PublishedNetwork(
                        "Wan 2.1 T2V 1.3B transformer",
                        transformer("wan21-transformer").parameters()),
                new PublishedNetwork(
                        "Wan 2.2 TI2V 5B transformer",
                        transformer("wan22-transformer").parameters()),
                new PublishedNetwork("Wan 2.1 autoencoder", video("wan21-vae")),
                new PublishedNetwork("Wan 2.2 autoencoder", video("wan22-vae")),
                new PublishedNetwork(
                        "CLIP RN50 image tower",
                        of("clip-rn50", ClipIqa::new).parameters().child("visual")));
    }

    private static UNet2DConditionModel unet(String config) {
        return of(config, c -> new UNet2DConditionModel(UNetConfig.of(c)));
    }

    private static AutoencoderKl autoencoder(String config) {
        return of(config, c -> new AutoencoderKl(AutoencoderConfig.of(c)));
    }

    private static WanTransformer transformer(String config) {
        return of(config, c -> new WanTransformer(WanTransformerConfig.of(c)));
    }

    private static Parameters video(String config) {
        return of(config, c -> new WanVae(WanVaeConfig.of(c))).parameters();
    }

    private static <N extends Network> N of(String config, Function<Config, N> network) {
        return network.apply(config(config));
    }

    /**
     * Reads a published configuration.
     *
     * @param name of the resource, such as {@code wan21-vae}
     * @return its entries
     */
    public static Config config(String name) {
        String resource = name + ".json";
        try (InputStream in = PublishedNetwork.class.getResourceAsStream(resource)) {
            String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Config(resource, JsonParser.parseString(json).getAsJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read resource " + resource, e);
        }
    }
}
