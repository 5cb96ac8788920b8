package io.vsr4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelPart;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.ModelWork;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** A model's numbers of parameters and multiplications, beside those of its paper. */
record ModelNumbers(ModelCard card) {
    private static final int FRAMES_A_SECOND = 24;

    void print(PrintWriter out) {
        out.printf(Locale.ROOT, "%-10s %,15d%n", card.id(), card.parameters());
        for (ModelPart part : ModelRegistry.parts(card.id())) {
            out.printf(
                    Locale.ROOT,
                    "  %-8s %,15d  %9s  %s%s%n",
                    kind(part),
                    part.parameters(),
                    Rounded.parameters(part),
                    part.name(),
                    part.paper().isEmpty() ? "" : " (paper: " + part.paper() + ")");
        }
        String remark = "";
        for (ModelWork work : ModelRegistry.work(card.id())) {
            print(out, work);
            remark = work.remark();
        }
        if (!remark.isEmpty()) {
            out.println("    " + remark);
        }
        out.println();
    }

    private void print(PrintWriter out, ModelWork work) {
        String paper = work.paper().isEmpty() ? "" : " (paper: " + work.paper() + ")";
        out.println("  " + frames(work.frames()) + " to " + work.width() + "x" + work.height()
                + (work.name().isEmpty() ? "" : ", " + work.name()) + ": " + Rounded.macs(work.total()) + " MACs"
                + paper);
        if (work.macs().size() > 1) {
            out.println("    "
                    + work.macs().entrySet().stream()
                            .map(part -> part.getKey() + " " + Rounded.macs(part.getValue()))
                            .collect(Collectors.joining(", ")));
        }
        out.println("    " + Rounded.macs(second(work)) + " for a second of " + FRAMES_A_SECOND + " frames"
                + (card.windowOverlap() == 0 ? "" : ", windows sharing " + card.windowOverlap()));
    }

    private static String frames(int count) {
        return count == 1 ? "1 frame" : count + " frames";
    }

    private long second(ModelWork work) {
        return FRAMES_A_SECOND * work.total() / (work.frames() - card.windowOverlap());
    }

    private static String kind(ModelPart part) {
        return part.kind() == ModelPart.Kind.COMPARED ? "=" : part.kind().name().toLowerCase(Locale.ROOT);
    }

    /** Adds what {@link #print} prints. */
    void addTo(JsonObject model) {
        JsonArray parts = new JsonArray();
        ModelRegistry.parts(card.id()).forEach(part -> parts.add(json(part)));
        model.add("parts", parts);
        JsonArray works = new JsonArray();
        ModelRegistry.work(card.id()).forEach(work -> works.add(json(work)));
        model.add("work", works);
    }

    private static JsonElement json(ModelPart part) {
        JsonObject object = new JsonObject();
        object.addProperty("name", part.name());
        object.addProperty("kind", part.kind().name().toLowerCase(Locale.ROOT));
        object.addProperty("parameters", part.parameters());
        object.addProperty("rounded", Rounded.parameters(part));
        object.addProperty("paper", part.paper());
        return object;
    }

    private JsonElement json(ModelWork work) {
        JsonObject object = new JsonObject();
        object.addProperty("name", work.name());
        object.addProperty("frames", work.frames());
        object.addProperty("width", work.width());
        object.addProperty("height", work.height());
        object.add("macs", Json.tree(work.macs()));
        object.addProperty("macs_total", work.total());
        object.addProperty("macs_second", second(work));
        object.addProperty("paper", work.paper());
        object.addProperty("remark", work.remark());
        return object;
    }
}
