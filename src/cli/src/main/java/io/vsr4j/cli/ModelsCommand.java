package io.vsr4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.published.PublishedNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vsr models}. */
@Command(
        name = "models",
        description = "List the models: what they do, what they need, and where their weights are.",
        footerHeading = "%nExamples:%n",
        footer = {"  vsr models", "  vsr models --params --json", "  vsr models --weights DIR"})
final class ModelsCommand extends VsrCommand {
    @Option(
            names = "--params",
            description =
                    "Print how many learned numbers each model has, and how many multiplications (MACs) a window takes, beside"
                            + " its paper's figures; and the numbers of the published networks that models build on.")
    private boolean params;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
            names = "--weights",
            paramLabel = "DIR",
            description = "Print what is in a weights folder instead, and what is missing there.")
    private Optional<Path> weights;

    @Override
    public Integer call() throws IOException {
        if (weights.isPresent()) {
            new FolderText(weights.get()).print(out(), json);
            return Exit.DONE;
        }
        List<ModelCard> cards = ModelRegistry.cards();
        if (json) {
            out().println(Json.text(params ? withNetworks(json(cards, true)) : json(cards, false)));
        } else if (params) {
            cards.forEach(c -> new ModelNumbers(c).print(out()));
            out().printf(Locale.ROOT, "%-10s %,15d%n%n", "total", total(cards));
            PublishedNetwork.all().forEach(n -> out().printf(
                            Locale.ROOT,
                            "%-32s %,15d parameters %5d tensors%n",
                            n.name(),
                            n.parameters().count(),
                            n.parameters().shapes().size()));
        } else {
            cards.forEach(this::print);
        }
        out().flush();
        return Exit.DONE;
    }

    private void print(ModelCard card) {
        boolean first = card.equals(ModelRegistry.cards().get(0));
        out().println(card.id() + (first ? " (default)" : "") + ": " + card.title());
        out().println("  " + card.summary());
        out().println("  scale    " + numbers(card.scales()) + ", default " + card.defaultScale());
        out().println("  frames   " + card.frames() + " frames in a window, default " + card.windowFrames() + ", "
                + card.windowOverlap() + " shared by neighbours");
        out().println("  dtype    "
                + card.dtypes().stream().map(ModelsCommand::name).collect(Collectors.joining(", ")));
        out().println("  weights  " + weights(card) + ", " + card.licence());
        ModelRegistry.weightsParts(card.id()).forEach(part -> out().printf(
                        "    DIR/%-19s %s: %s%s%n",
                        part.name(), part.role(), part.origin(), part.required() ? "" : " (may be left out)"));
        ModelRegistry.weightsHelp(card.id()).forEach(line -> out().println("           " + line));
        card.paper().ifPresent(paper -> out().println("  see      " + paper));
    }

    private static String weights(ModelCard card) {
        if (card.parameters() == 0) {
            return "none needed";
        }
        return card.embedded()
                ? String.format(Locale.ROOT, "embedded, %,d parameters", card.parameters())
                : String.format(Locale.ROOT, "%,d parameters, from a folder given with --weights", card.parameters());
    }

    private static JsonObject json(List<ModelCard> cards, boolean params) {
        JsonObject object = new JsonObject();
        JsonArray models = new JsonArray();
        for (ModelCard card : cards) {
            JsonObject model = json(card);
            if (params) {
                new ModelNumbers(card).addTo(model);
            }
            models.add(model);
        }
        object.add("models", models);
        object.addProperty("parameters", total(cards));
        return object;
    }

    private static JsonObject withNetworks(JsonObject object) {
        JsonArray networks = new JsonArray();
        for (PublishedNetwork network : PublishedNetwork.all()) {
            JsonObject one = new JsonObject();
            one.addProperty("name", network.name());
            one.addProperty("parameters", network.parameters().count());
            one.addProperty("tensors", network.parameters().shapes().size());
            networks.add(one);
        }
        object.add("networks", networks);
        return object;
    }

    private static JsonObject json(ModelCard card) {
        JsonObject object = new JsonObject();
        object.addProperty("id", card.id());
        object.addProperty("title", card.title());
        object.addProperty("summary", card.summary());
        object.add("scales", Json.tree(card.scales()));
        object.addProperty("default_scale", card.defaultScale());
        object.addProperty("frames_minimum", card.frames().minimum());
        object.addProperty("frames_step", card.frames().step());
        object.addProperty("window", card.windowFrames());
        object.addProperty("overlap", card.windowOverlap());
        object.addProperty("spatial_multiple", card.spatialMultiple());
        object.addProperty("temporal_reach", card.temporalReach());
        object.addProperty("spatial_reach", card.spatialReach());
        object.addProperty("tiling", card.tiling().name().toLowerCase(Locale.ROOT));
        object.add(
                "dtypes",
                Json.tree(card.dtypes().stream().map(ModelsCommand::name).toList()));
        object.addProperty("prompts", card.prompts());
        object.addProperty("parameters", card.parameters());
        object.addProperty("weights", card.parameters() == 0 ? "none" : card.embedded() ? "embedded" : "folder");
        JsonArray parts = new JsonArray();
        ModelRegistry.weightsParts(card.id()).forEach(part -> parts.add(FolderText.json(part)));
        object.add("parts", parts);
        object.add("weights_help", Json.tree(ModelRegistry.weightsHelp(card.id())));
        object.addProperty("licence", card.licence());
        card.paper().ifPresent(paper -> object.addProperty("paper", paper.toString()));
        return object;
    }

    private static long total(List<ModelCard> cards) {
        return cards.stream().mapToLong(ModelCard::parameters).sum();
    }

    private static String numbers(List<Integer> scales) {
        return scales.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String name(Enum<?> dtype) {
        return dtype.name().toLowerCase(Locale.ROOT);
    }
}
