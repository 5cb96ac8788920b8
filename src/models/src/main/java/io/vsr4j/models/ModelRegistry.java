package io.vsr4j.models;

import io.vsr4j.models.adcvsr.AdcVsrProvider;
import io.vsr4j.models.anime4k.Anime4kProvider;
import io.vsr4j.models.compact.CompactProvider;
import io.vsr4j.models.litevsr.LiteVsrProvider;
import io.vsr4j.models.oasis.OasisProvider;
import io.vsr4j.models.resample.ResampleProvider;
import io.vsr4j.models.ultravsr.UltraVsrProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The models that there are. */
public final class ModelRegistry {
    private static final List<ModelProvider> PROVIDERS = List.of(
            new CompactProvider(),
            new AdcVsrProvider(),
            new UltraVsrProvider(),
            new OasisProvider(),
            new LiteVsrProvider(),
            new Anime4kProvider(),
            ResampleProvider.BICUBIC,
            ResampleProvider.LANCZOS);

    private ModelRegistry() {}

    /** {@return all cards, the default model's first} */
    public static List<ModelCard> cards() {
        return PROVIDERS.stream().map(ModelProvider::card).toList();
    }

    /**
     * Finds a card.
     *
     * @param id of the model
     * @return its card
     * @throws IllegalArgumentException if there is none; names those that there are
     */
    public static ModelCard card(String id) {
        return provider(id).card();
    }

    /**
     * Opens a model.
     *
     * @param id of the model
     * @param scale one of the card's factors
     * @param options weights, device, type, prompt
     * @return the model; close it
     * @throws IllegalArgumentException if there is no such model, or it lacks the factor or the type, takes no prompt, or
     *     cannot do with a part of its weights at a time
     * @throws io.vsr4j.tensor.CheckpointException if the weights are missing or not this model's
     * @throws UncheckedIOException if they cannot be read
     */
    public static VsrModel open(String id, int scale, ModelOptions options) {
        ModelProvider provider = provider(id);
        provider.card().requireScale(scale);
        require(provider.card(), options);
        try {
            return provider.open(scale, options);
        } catch (IOException e) {
            throw new UncheckedIOException("the weights of " + id + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Checks what can be checked without weights.
     *
     * @param id of the model
     * @param options type, prompt, whether to offload; the others do not matter
     * @throws IllegalArgumentException if there is no such model, or it lacks the type, takes no prompt, or cannot do with a
     *     part of its weights at a time
     */
    public static void require(String id, ModelOptions options) {
        require(card(id), options);
    }

    private static void require(ModelCard card, ModelOptions options) {
        card.requireDType(options.dtype());
        if (options.prompt().isPresent()) {
            card.requirePrompts();
        }
        if (options.offload()) {
            card.requireOffload();
        }
    }

    /**
     * Tells which weights a model would have, without loading them: for those who plan what others compute.
     *
     * @param id of the model
     * @param options as for {@link #open}; the device need not be there
     * @return the {@link VsrModel#fingerprint} that the opened model has
     * @throws IllegalArgumentException as {@link #require(String, ModelOptions)}
     * @throws io.vsr4j.tensor.CheckpointException if the weights are missing or not this model's
     * @throws IOException if they cannot be read
     */
    public static String fingerprint(String id, ModelOptions options) throws IOException {
        ModelProvider provider = provider(id);
        require(provider.card(), options);
        return provider.fingerprint(options);
    }

    /**
     * Finds what makes weights folders of a model.
     *
     * @param id of the model
     * @return its maker
     * @throws IllegalArgumentException if there is no such model, or it needs no weights folder
     */
    public static FolderMaker folders(String id) {
        return provider(id)
                .folders()
                .orElseThrow(() -> new IllegalArgumentException("model '" + id + "' needs no weights folder"));
    }

    /**
     * Tells how a user gets a model's weights folder.
     *
     * @param id of the model
     * @return lines; empty if it needs none
     * @throws IllegalArgumentException if there is no such model
     */
    public static List<String> weightsHelp(String id) {
        return provider(id).weightsHelp();
    }

    /**
     * Tells what is in a model's weights folder.
     *
     * @param id of the model
     * @return its parts; empty if it needs none
     * @throws IllegalArgumentException if there is no such model
     */
    public static List<WeightsPart> weightsParts(String id) {
        return provider(id).weightsParts();
    }

    /**
     * Tells what a model is made of.
     *
     * @param id of the model
     * @return its parts in the published size; empty if it learns nothing
     * @throws IllegalArgumentException if there is no such model
     */
    public static List<ModelPart> parts(String id) {
        return provider(id).parts();
    }

    /**
     * Tells what a model computes.
     *
     * @param id of the model
     * @return what windows cost, one of the default length and of 1280x720 first; empty if it is not worth counting
     * @throws IllegalArgumentException if there is no such model
     */
    public static List<ModelWork> work(String id) {
        return provider(id).work();
    }

    private static ModelProvider provider(String id) {
        return PROVIDERS.stream()
                .filter(p -> p.card().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no model '" + id + "'; did you mean '" + nearest(id)
                        + "'? There are: "
                        + PROVIDERS.stream().map(p -> p.card().id()).collect(Collectors.joining(", "))));
    }

    private static String nearest(String id) {
        return PROVIDERS.stream()
                .map(p -> p.card().id())
                .min(Comparator.comparingInt(known -> distance(id, known)))
                .orElseThrow();
    }

    /** Levenshtein's: how many letters to insert, remove or exchange. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int exchange = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(exchange, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
