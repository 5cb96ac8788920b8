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
                    + " middle of each is used. The file replaces the one in the weights folder."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  vsr route clips/*.mp4 --weights oasis", "  vsr route a.mp4 b.mp4 --weights oasis --rho 0.5"})
final class RouteCommand extends VsrCommand {
    @Parameters(paramLabel = "CLIPS", arity = "1..*", description = "Videos.")
    private List<Path> clips;

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

    @Option(names = "--frames", paramLabel = "N", description = "Frames of each clip at most (default: 17).")
    private int frames = 17;

    @Option(names = "--device", paramLabel = "D", description = "cpu (default), gpu or gpu:N.")
    private String device = "cpu";

    @Option(names = "--dtype", paramLabel = "T", description = "What networks compute in: f32 (default), bf16.")
    private String dtype = "f32";

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (!(rho >= 0 && rho <= 1)) {
            throw new InvalidRequestException("--rho must be in 0..1, got " + rho);
        }
        Checks.atLeast("--frames", Optional.of(frames), 1);
        ModelCard card = ModelRegistry.card("oasis");
        Device place = TorchEngine.device(device);
        DType type = DType.ofCompute(dtype);
        card.requireDType(type);
        Routing routing;
        try (OasisRouter router =
                OasisRouter.open(weights, new ModelOptions(Optional.of(weights), place, type), score)) {
            for (Path clip : clips) {
                try (NDManager scope = TorchEngine.newManager(place)) {
                    NDArray window = ClipFrames.middle(scope, clip, card, frames);
                    router.add(window);
                    err().println("measured " + clip + ": " + window.getShape());
                }
            }
            routing = router.routing(rho);
            router.write(routing);
        }
        print(routing, weights.resolve(Routing.FILE));
        return Exit.DONE;
    }

    private void print(Routing routing, Path file) {
        JsonObject object = new JsonObject();
        object.addProperty("file", file.toString());
        for (HeadPattern pattern : HeadPattern.values()) {
            object.addProperty(pattern.name().toLowerCase(Locale.ROOT), routing.count(pattern));
        }
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
        }
        out().flush();
    }
}
