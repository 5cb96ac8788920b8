package io.vsr4j.cli;

import com.google.gson.JsonObject;
import io.vsr4j.upscale.UpscaleReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What came of a job, for people and for programs. */
final class Results {
    private Results() {}

    /**
     * {@return the output and what is in it, for people}
     *
     * @param report what came of the job
     * @param notes whether its notes follow, one line each; progress shows them as they come
     */
    static List<String> lines(UpscaleReport report, boolean notes) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %dx%d, %d frames, %s, by %s x%d in %.1f s (%.1f frames a second)",
                report.output(),
                report.width(),
                report.height(),
                report.frames(),
                report.codec(),
                report.model(),
                report.scale(),
                report.seconds(),
                fps(report)));
        if (report.reused() > 0) {
            lines.add("  " + report.reused() + " frames were there from an earlier run");
        }
        if (notes) {
            report.notes().forEach(note -> lines.add("  " + note));
        }
        return lines;
    }

    static JsonObject json(UpscaleReport report) {
        JsonObject object = new JsonObject();
        object.addProperty("input", report.input().toString());
        object.addProperty("output", report.output().toString());
        object.addProperty("width", report.width());
        object.addProperty("height", report.height());
        object.addProperty("frames", report.frames());
        object.addProperty("reused", report.reused());
        object.addProperty("damaged", report.damaged());
        object.addProperty("recomputed", report.recomputed());
        object.addProperty("model", report.model());
        object.addProperty("scale", report.scale());
        object.addProperty("window", report.run().window());
        object.addProperty("overlap", report.run().overlap());
        object.addProperty("tile", report.run().tile());
        object.addProperty("colour", report.run().colour().id());
        object.addProperty("offload", report.offload());
        object.addProperty("codec", report.codec());
        object.addProperty("seconds", Json.rounded(report.seconds()));
        object.addProperty("network_seconds", Json.rounded(report.networkSeconds()));
        object.addProperty("fps", Json.rounded(fps(report)));
        object.add("notes", Json.tree(report.notes()));
        return object;
    }

    /** Frames that this run computed, a second. */
    private static double fps(UpscaleReport report) {
        return report.seconds() > 0 ? (report.frames() - report.reused()) / report.seconds() : 0;
    }
}
