package io.vsr4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.evaluate.EvaluationReport;
import io.vsr4j.quality.evaluate.RunFailure;
import io.vsr4j.quality.evaluate.SetTable;
import io.vsr4j.quality.evaluate.TableFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What came of an evaluation, for people and for programs. */
record EvaluationText(EvaluationReport report, Path out) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (SetTable table : report.tables()) {
            lines.add(JobText.name(table.set().name()));
            lines.addAll(table.lines());
            lines.add("");
        }
        lines.add(report.computed() + " computed, " + report.reused() + " were there, "
                + report.failures().size() + " failed");
        TableFiles.in(out).forEach(file -> lines.add(file.toString()));
        return lines;
    }

    JsonObject json() {
        JsonObject object = new JsonObject();
        JsonArray sets = new JsonArray();
        report.tables().forEach(table -> sets.add(json(table)));
        object.add("sets", sets);
        object.add("notes", Json.tree(report.notes()));
        JsonArray failures = new JsonArray();
        report.failures().forEach(failure -> failures.add(json(failure)));
        object.add("failures", failures);
        object.addProperty("computed", report.computed());
        object.addProperty("reused", report.reused());
        object.add(
                "tables",
                Json.tree(TableFiles.in(out).stream().map(Path::toString).toList()));
        return object;
    }

    private static JsonObject json(SetTable table) {
        JsonObject object = new JsonObject();
        object.addProperty("set", table.set().name());
        object.addProperty("clips", table.set().clips().size());
        object.add("protocol", Json.tree(table.words()));
        JsonArray rows = new JsonArray();
        for (SetTable.Row row : table.rows()) {
            JsonObject one = new JsonObject();
            one.addProperty("model", row.model());
            one.addProperty("clips", row.results().size());
            JsonObject metrics = new JsonObject();
            for (MetricCard card : table.metrics()) {
                row.mean(card.id())
                        .ifPresent(value -> metrics.addProperty(card.id(), Double.isFinite(value) ? value : null));
            }
            one.add("metrics", metrics);
            add(one, "seconds", row.seconds());
            add(one, "fps", row.framesPerSecond());
            add(one, "peak_bytes", row.peakBytes());
            one.addProperty("parameters", row.figures().parameters());
            rows.add(one);
        }
        object.add("rows", rows);
        return object;
    }

    private static void add(JsonObject object, String name, OptionalDouble value) {
        value.ifPresent(v -> object.addProperty(name, Json.rounded(v)));
    }

    private static JsonObject json(RunFailure failure) {
        JsonObject object = new JsonObject();
        object.addProperty("model", failure.model());
        object.addProperty("set", failure.set());
        object.addProperty("clip", failure.clip());
        object.addProperty("error", Failure.of(failure.cause()).line());
        return object;
    }
}
