package io.vsr4j.cli;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.oasis.HeadPattern;
import io.vsr4j.models.oasis.OasisRouter;
import io.vsr4j.models.oasis.Routing;
import io.vsr4j.models.oasis.RoutingScore;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.upscale.ClipFrames;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vsr route}. */
@Command(
        name = "route",
        description = {
            "Measure which attention heads of OASIS look around them only, and write the routing file.",
            "The clips should be as low in quality as what will be restored; the paper measures 50. A window from the"
                    + " middle of each is used. The file replaces the one in the weights folder; it is JSON with one letter a"
                    + " head, g, i or w, and may be edited."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vsr route clips/*.mp4 --weights oasis",
            "  vsr route a.mp4 b.mp4 --weights oasis --rho 0.5",
            "  vsr route --all intra --weights oasis       # no clips: every head looks at its own frame"
        })
final class RouteCommand extends VsrCommand {
    @Parameters(paramLabel = "CLIPS", arity = "0..*", description = "Videos.")
    private List<Path> clips = List.of();

    @Option(names = "--weights", paramLabel = "DIR", required = true, description = "Weights folder of OASIS.")
    private Path weights;

    @Option(
            names = "--rho",
            paramLabel = "N",
            description = "Share of the heads that stays global, 0 to 1 (default: 0.4).")
    private double rho = OasisRouter.RHO;

    @Option(
            names = "--score",
            paramLabel = "S",
            description = "Distance of local from global attention: outside_mass (default), smoothed_forward.")
    private RoutingScore score = RoutingScore.OUTSIDE_MASS;

    @Option(
            names = "--all",
            paramLabel = "P",
            description = "Give every head one pattern instead: global, intra, window.")
    private Optional<String> all;

    @Option(names = "--frames", paramLabel = "N", description = "Frames of each clip at most (default: 17).")
    private int frames = 17;

    @Option(names = "--device", paramLabel = "D", description = "cpu (default), gpu or gpu:N.")
    private String device = "cpu";

    @Option(names = "--dtype", paramLabel = "T", description = "What networks compute in: f32 (default), bf16.")
    private String dtype = "f32";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Share of heads that both scores give the same pattern, once measured. */
    private Optional<Double> agreement = Optional.empty();

    @Override
    public Integer call() throws IOException {
        if (!(rho >= 0 && rho <= 1)) {
            throw new InvalidRequestException("--rho must be in 0..1, got " + rho);
        }
        Checks.atLeast("--frames", Optional.of(frames), 1);
        if (all.isPresent() != clips.isEmpty()) {
            throw new InvalidRequestException(
                    "name clips to measure heads on, or one pattern for all heads with --all; "
                            + (clips.isEmpty() ? "one is needed" : "these exclude each other"));
        }
        Routing routing = all.isPresent() ? OasisRouter.all(weights, pattern(all.get())) : measured();
        OasisRouter.write(weights, routing);
        print(routing, weights.resolve(Routing.FILE));
        return Exit.DONE;
    }

    private static HeadPattern pattern(String name) {
        return switch (name) {
            case "global" -> HeadPattern.GLOBAL;
            case "intra" -> HeadPattern.INTRA_FRAME;
            case "window" -> HeadPattern.WINDOW;
            default -> throw new InvalidRequestException("--all must be global, intra or window, got '" + name + "'");
        };
    }

    private Routing measured() throws IOException {
        ModelCard card = ModelRegistry.card("oasis");
        Device place = TorchEngine.device(device);
        DType type = DType.ofCompute(dtype);
        card.requireDType(type);
        try (OasisRouter router = OasisRouter.open(weights, new ModelOptions(Optional.of(weights), place, type))) {
            for (int i = 0; i < clips.size(); i++) {
                try (NDManager scope = TorchEngine.newManager(place)) {
                    NDArray window = ClipFrames.middle(scope, clips.get(i), card, frames);
                    router.add(window);
                    err().printf(
                                    "measured clip %d of %d, %s: %s%n",
                                    i + 1, clips.size(), clips.get(i), window.getShape());
                    err().flush();
                }
            }
            Routing routing = router.routing(rho, score);
            RoutingScore other = RoutingScore.values()[1 - score.ordinal()];
            agreement = Optional.of(routing.agreement(router.routing(rho, other)));
            return routing;
        }
    }

    private void print(Routing routing, Path file) {
        JsonObject object = new JsonObject();
        object.addProperty("file", file.toString());
        for (HeadPattern pattern : HeadPattern.values()) {
            object.addProperty(pattern.name().toLowerCase(Locale.ROOT), routing.count(pattern));
        }
        agreement.ifPresent(share -> object.addProperty("agreement", share));
        if (json) {
            out().println(Json.text(object));
        } else {
            out().printf(
                            Locale.ROOT,
                            "%s: %d heads global, %d intra-frame, %d window%n",
                            file,
                            routing.count(HeadPattern.GLOBAL),
                            routing.count(HeadPattern.INTRA_FRAME),
                            routing.count(HeadPattern.WINDOW));
            agreement.ifPresent(share -> out().printf(
                            Locale.ROOT, "the other score gives %.2f %% of the heads the same pattern%n", 100 * share));
        }
        out().flush();
    }
}
