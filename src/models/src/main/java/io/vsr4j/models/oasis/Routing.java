package io.vsr4j.models.oasis;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.tensor.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The pattern of every head, kept beside the weights as {@value #FILE}: one text a layer, one letter a head.
 *
 * <pre>{@code {"layers": ["ggiwgiwwgwig", "wwwggi...", ...]}}</pre>
 *
 * @param layers of the heads of each layer, as many in each
 */
public record Routing(List<List<HeadPattern>> layers) {
    /** Name of the file. */
    public static final String FILE = "routing.json";

    private static final String LAYERS = "layers";

    /** Checks that all layers are alike. */
    public Routing {
        layers = layers.stream().map(List::copyOf).toList();
        if (layers.isEmpty() || layers.get(0).isEmpty()) {
            throw new IllegalArgumentException("a routing needs at least one layer and one head");
        }
        int heads = layers.get(0).size();
        if (layers.stream().anyMatch(l -> l.size() != heads)) {
            throw new IllegalArgumentException("every layer of a routing must have " + heads + " heads, as the first");
        }
    }

    /**
     * {@return the routing in which all heads are alike} With global ones it is what a network does that has none; the
     * paper's ablation compares all three.
     *
     * @param pattern of every head
     * @param layers how many
     * @param heads in each
     */
    public static Routing all(HeadPattern pattern, int layers, int heads) {
        return new Routing(Collections.nCopies(layers, Collections.nCopies(heads, pattern)));
    }

    /**
     * Reads that of a weights folder.
     *
     * @param folder of OASIS
     * @return the routing of its transformer
     * @throws CheckpointException if there is none, or it is of another network
     * @throws IOException if it cannot be read
     */
    public static Routing read(WeightsFolder folder) throws IOException {
        WanTransformerConfig sizes = WanTransformerConfig.of(folder.config(OasisNetworks.TRANSFORMER));
        return read(folder.root().resolve(FILE), sizes.layers(), sizes.heads());
    }

    /**
     * Reads a file.
     *
     * @param file as {@link #write} makes it
     * @param layers that the network has
     * @param heads that each of them has
     * @return the routing
     * @throws CheckpointException if there is none, or it is of another network
     * @throws IOException if it cannot be read
     */
    public static Routing read(Path file, int layers, int heads) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new CheckpointException("there is no " + file + "; 'vsr route' makes one");
        }
        Config config = Config.read(file);
        List<String> texts = config.texts(LAYERS);
        config.require(
                texts.size() == layers && texts.stream().allMatch(t -> t.matches("[giw]{" + heads + "}")),
                LAYERS,
                layers + " texts of " + heads + " letters g, i or w: one a head");
        return new Routing(texts.stream()
                .map(t -> t.chars().mapToObj(HeadPattern::of).toList())
                .toList());
    }

    /**
     * Writes a file, which appears under its name when it is complete.
     *
     * @param file replaced if it exists
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        Path partial = Files.createTempFile(file.toAbsolutePath().getParent(), ".routing", ".json");
        try {
            Files.writeString(partial, json());
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** {@return what the file holds} */
    public String json() {
        JsonArray texts = new JsonArray();
        layers.forEach(layer ->
                texts.add(layer.stream().map(p -> String.valueOf(p.letter())).collect(Collectors.joining())));
        JsonObject object = new JsonObject();
        object.add(LAYERS, texts);
        return new GsonBuilder().setPrettyPrinting().create().toJson(object) + "\n";
    }

    /**
     * {@return how many heads have a pattern}
     *
     * @param pattern which one
     */
    public long count(HeadPattern pattern) {
        return layers.stream().flatMap(List::stream).filter(p -> p == pattern).count();
    }

    /**
     * {@return the share of heads that have the same pattern in both, 0 to 1}
     *
     * @param other of as many layers and heads
     */
    public double agreement(Routing other) {
        List<HeadPattern> mine = layers.stream().flatMap(List::stream).toList();
        List<HeadPattern> others = other.layers.stream().flatMap(List::stream).toList();
        if (layers.size() != other.layers.size() || mine.size() != others.size()) {
            throw new IllegalArgumentException("routings of different networks cannot be compared");
        }
        return IntStream.range(0, mine.size())
                        .filter(i -> mine.get(i) == others.get(i))
                        .count()
                / (double) mine.size();
    }
}
