package io.vsr4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.models.verify.CaseResult;
import io.vsr4j.models.verify.FixtureSet;
import io.vsr4j.models.verify.Verification;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vsr verify}. */
@Command(
        name = "verify",
        description = {
            "Recompute a folder of reference fixtures and compare.",
            "It proves a new machine, driver or element type before a film is trusted to it. Exit status 1 if anything"
                    + " differs or is not known."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  vsr verify fixtures", "  vsr verify fixtures --only wan --device gpu --dtype bf16"})
final class VerifyCommand extends VsrCommand {
    @Parameters(paramLabel = "FIXTURES", description = "A folder with a manifest.json.")
    private Path folder;

    @Option(names = "--only", paramLabel = "NAME", description = "Only the files whose name contains this.")
    private String only = "";

    @Option(names = "--device", paramLabel = "D", description = "cpu (default), gpu or gpu:N.")
    private String device = "cpu";

    @Option(
            names = "--dtype",
            paramLabel = "T",
            description = "What networks compute in: f32 (default), f16, bf16. The latter two are allowed 64 roundings"
                    + " of the largest value: 3 and 25 percent of it.")
    private String dtype = "f32";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Verification verification = new Verification(TorchEngine.device(device), DType.ofCompute(dtype));
        FixtureSet set = FixtureSet.open(folder);
        List<CaseResult> results = new ArrayList<>();
        verification.run(set, only, result -> {
            results.add(result);
            if (!json) {
                out().println(line(result));
                out().flush();
            }
        });
        if (results.isEmpty()) {
            throw new IllegalArgumentException("no file of " + folder + " has '" + only + "' in its name; see --only");
        }
        long failed = results.stream().filter(r -> !r.passed()).count();
        if (json) {
            out().println(Json.text(json(results, failed)));
        } else {
            out().printf(Locale.ROOT, "%d cases, %d failed%n", results.size(), failed);
        }
        out().flush();
        return failed == 0 ? Exit.DONE : Exit.FAILED;
    }

    private static String line(CaseResult result) {
        String verdict = result.passed() ? "pass" : "FAIL";
        String numbers = Double.isNaN(result.difference())
                ? ""
                : String.format(Locale.ROOT, "  %.3g of %.3g", result.difference(), result.tolerance());
        return verdict + "  " + result.name() + numbers + (result.remark().isEmpty() ? "" : "  " + result.remark());
    }

    private static JsonObject json(List<CaseResult> results, long failed) {
        JsonArray cases = new JsonArray();
        for (CaseResult result : results) {
            JsonObject one = new JsonObject();
            one.addProperty("name", result.name());
            if (Double.isFinite(result.difference())) {
                one.addProperty("difference", result.difference());
            }
            if (!Double.isNaN(result.tolerance())) {
                one.addProperty("tolerance", result.tolerance());
            }
            one.addProperty("passed", result.passed());
            if (!result.remark().isEmpty()) {
                one.addProperty("remark", result.remark());
            }
            cases.add(one);
        }
        JsonObject object = new JsonObject();
        object.add("cases", cases);
        object.addProperty("failed", failed);
        return object;
    }
}
