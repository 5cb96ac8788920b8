package io.vsr4j.models.convert;

import io.vsr4j.models.checkpoint.Layouts;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanVae;
import io.vsr4j.models.wan.WanVaeConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A published format that can be turned into a weights folder. */
public interface Conversion {
    /** {@return what users call the format} */
    String format();

    /** {@return the files that it takes, in order, in words} */
    List<String> files();

    /**
     * Makes a folder.
     *
     * @param files as many as {@link #files}
     * @param config the {@code config.json} of a network that has not the published size
     * @param out where the folder will be; nothing may be there yet
     * @throws io.vsr4j.tensor.CheckpointException if a file is not what it should be
     * @throws IOException if it cannot be read or written
     */
    void convert(List<Path> files, Optional<Path> config, Path out) throws IOException;

    /** {@return all formats} */
    static List<Conversion> all() {
        return List.of(
                new AdcSrConversion(),
                new ComponentConversion(
                        "wan-transformer",
                        "wan",
                        "transformer",
                        Layouts.WAN_TRANSFORMER,
                        c -> new WanTransformer(WanTransformerConfig.of(c)),
                        List.of("wan21-transformer", "wan22-transformer")),
                new ComponentConversion(
                        "wan21-vae",
                        "wan",
                        "vae",
                        Layouts.WAN21_VAE,
                        c -> new WanVae(WanVaeConfig.of(c)),
                        List.of("wan21-vae")),
                new ComponentConversion(
                        "wan22-vae",
                        "wan",
                        "vae",
                        Layouts.WAN22_VAE,
                        c -> new WanVae(WanVaeConfig.of(c)),
                        List.of("wan22-vae")),
                new ComponentConversion(
                        "sd-vae",
                        "stable-diffusion",
                        "vae",
                        Layouts.SD_VAE,
                        c -> new AutoencoderKl(AutoencoderConfig.of(c)),
                        List.of("sd21-vae")));
    }

    /**
     * Finds a format.
     *
     * @param format what users call it
     * @return the conversion
     * @throws IllegalArgumentException if there is none; names those that there are
     */
    static Conversion of(String format) {
        return all().stream()
                .filter(c -> c.format().equals(format))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no format '" + format + "'; there are: "
                        + all().stream().map(Conversion::format).collect(Collectors.joining(", "))));
    }
}
