package io.vsr4j.models.convert;

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
     * @param files as many as {@link #files}; some are folders
     * @param config what the files do not tell: the {@code config.json} of a network that has not the published size, or
     *     peft's {@code adapter_config.json}
     * @param out where the folder will be; nothing may be there yet
     * @throws io.vsr4j.tensor.CheckpointException if a file is not what it should be
     * @throws IOException if it cannot be read or written
     */
    void convert(List<Path> files, Optional<Path> config, Path out) throws IOException;

    /** {@return all formats} */
    static List<Conversion> all() {
        return List.of(
                new AdcSrConversion(),
                new WanConversion(),
                new DiffusersConversion(),
                new LoraConversion("osediff", "osediff.pkl", true),
                new LoraConversion("pisa-sr", "pisa_sr.pkl", false),
                new ComponentConversion("wan-transformer", BaseNetwork.WAN_TRANSFORMER),
                new ComponentConversion("wan21-vae", BaseNetwork.WAN21_VAE),
                new ComponentConversion("wan22-vae", BaseNetwork.WAN22_VAE),
                new ComponentConversion("sd-vae", BaseNetwork.SD_VAE));
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
