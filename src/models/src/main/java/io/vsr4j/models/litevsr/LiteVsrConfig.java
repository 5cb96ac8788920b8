package io.vsr4j.models.litevsr;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.tensor.DType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The sizes and switches of LiteVSR's own modules, and how it samples: {@code adapter/config.json} of a weights folder.
 * What the file leaves out is as published: 633.9 million parameters beside Wan 2.2 TI2V 5B. {@code steps}, {@code shift},
 * {@code rope} and {@code vae_dtype} can be changed in a folder that is there, and so can {@code refinement} between
 * {@code clean} and {@code noisy}; the others decide which tensors there are, and are chosen when the folder is made.
 *
 * @param depth how many blocks the adapter has, at least 1
 * @param feedMultiple width of their feed-forward's hidden layer, in widths of a token; 0 for no feed-forward
 * @param queryWindow size of the query prototype in latent cells: frames, rows, columns; multiples of the patch
 * @param rotary whether the adapter's queries and keys are turned by their position
 * @param timeModulation whether the timestep modulates the adapter; without it the adapter does not know the time
 * @param refinement what its refinement stream sees
 * @param rank of the injections' matrices; 0 for full rank
 * @param steps of the sampler
 * @param shift of its sigmas
 * @param vaeType what the autoencoder computes in, whatever the transformer does. In bfloat16 it takes half the memory, and
 *     smooth areas show bands
 */
public record LiteVsrConfig(
        int depth,
        int feedMultiple,
        List<Integer> queryWindow,
        boolean rotary,
        boolean timeModulation,
        Refinement refinement,
        int rank,
        int steps,
        double shift,
        DType vaeType) {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_FEED = 64;
    /** As many as Wan's own default, without such guidance. */
    private static final int MAX_STEPS = 50;

    private static final String VAE_TYPE = "vae_dtype";
    private static final List<String> KEYS = List.of(
            "adapter_depth",
            "ffn_multiple",
            "query_window",
            "rope",
            "time_modulation",
            "refinement",
            "injection_rank",
            "steps",
            "shift",
            VAE_TYPE);
    /** Of Wan 2.2 TI2V 5B. */
    private static final List<Integer> PATCH = List.of(1, 2, 2);

    private static final int WIDTH = 3072;

    /**
     * As published.
     *
     * <p>Not in the paper: depth, feed-forward and units of the window. The depth and width are those that give the
     * published number of parameters, 634 million, and 375 and 363 million with injections of rank 128 and 64; so does a
     * window of 16 x 16 latent cells (256 pixels), and not one of 16 x 16 tokens.
     */
    public static final LiteVsrConfig PUBLISHED = published(0);

    /**
     * As published, with injections of a rank: 633.9 million parameters with full rank, 374.3 with 128, 362.6 with 64.
     *
     * @param rank of the injections' matrices; 0 for full rank
     * @return the sizes
     */
    public static LiteVsrConfig published(int rank) {
        JsonObject json = new JsonObject();
        json.addProperty("injection_rank", rank);
        return of(new Config("LiteVSR", json), PATCH, WIDTH);
    }

    /**
     * Reads a configuration.
     *
     * @param config {@code config.json} of the adapter
     * @param base the transformer that it guides
     * @return the sizes
     * @throws io.vsr4j.tensor.CheckpointException if they do not fit together
     */
    public static LiteVsrConfig of(Config config, WanTransformerConfig base) {
        return of(config, base.patch(), base.width());
    }

    private static LiteVsrConfig of(Config config, List<Integer> patch, int width) {
        known(config);
        int depth = config.number("adapter_depth", 2);
        config.require(depth >= 1 && depth <= MAX_DEPTH, "adapter_depth", "from 1 to " + MAX_DEPTH);
        int feed = config.number("ffn_multiple", 4);
        config.require(feed <= MAX_FEED, "ffn_multiple", "at most " + MAX_FEED);
        int steps = config.number("steps", 5);
        config.require(steps >= 1 && steps <= MAX_STEPS, "steps", "from 1 to " + MAX_STEPS);
        double shift = config.fraction("shift", 5);
        config.require(shift >= 1 && shift <= 100, "shift", "from 1 to 100");
        int rank = config.number("injection_rank", 0);
        config.require(rank < width, "injection_rank", "0 for full rank, or below the width, " + width);
        return new LiteVsrConfig(
                depth,
                feed,
                window(config, patch),
                config.flag("rope", true),
                config.flag("time_modulation", true),
                refinement(config),
                rank,
                steps,
                shift,
                vaeType(config));
    }

    /** A misspelt switch would change nothing, and nobody would see why. */
    private static void known(Config config) {
        for (String key : config.json().keySet()) {
            config.require(
                    key.startsWith("_") || KEYS.contains(key),
                    key,
                    "left out: it is none of " + String.join(", ", KEYS));
        }
    }

    private static DType vaeType(Config config) {
        String name = config.text(VAE_TYPE, "f32");
        config.require(name.equals("f32") || name.equals("bf16"), VAE_TYPE, "f32 or bf16");
        return DType.ofCompute(name);
    }

    private static List<Integer> window(Config config, List<Integer> patch) {
        List<Integer> cells = config.has("query_window") ? config.numbers("query_window") : List.of(1, 16, 16);
        boolean fits = cells.size() == patch.size();
        for (int axis = 0; fits && axis < patch.size(); axis++) {
            fits = cells.get(axis) > 0 && cells.get(axis) % patch.get(axis) == 0;
        }
        config.require(fits, "query_window", "three numbers above 0, multiples of the transformer's patch " + patch);
        return List.copyOf(cells);
    }

    private static Refinement refinement(Config config) {
        String name = config.text("refinement", Refinement.CLEAN.text());
        String all = Arrays.stream(Refinement.values()).map(Refinement::text).collect(Collectors.joining(", "));
        return Arrays.stream(Refinement.values())
                .filter(r -> r.text().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    config.require(false, "refinement", "one of " + all);
                    return null;
                });
    }

    /** {@return what {@link #of} reads} */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("adapter_depth", depth);
        json.addProperty("ffn_multiple", feedMultiple);
        JsonArray cells = new JsonArray();
        queryWindow.forEach(cells::add);
        json.add("query_window", cells);
        json.addProperty("rope", rotary);
        json.addProperty("time_modulation", timeModulation);
        json.addProperty("refinement", refinement.text());
        json.addProperty("injection_rank", rank);
        json.addProperty("steps", steps);
        json.addProperty("shift", shift);
        json.addProperty(VAE_TYPE, vaeType.name().toLowerCase(Locale.ROOT));
        return json;
    }
}
