package io.vsr4j.models.oasis;

import com.google.gson.JsonObject;
import io.vsr4j.models.ModelPart;
import io.vsr4j.models.ModelWork;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.InTurn;
import io.vsr4j.models.published.PublishedNetwork;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanTransformerGrid;
import io.vsr4j.models.wan.WanVae;
import io.vsr4j.models.wan.WanVaeConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** OASIS in numbers. */
final class OasisFigures {
    private static final int FRAMES = 33;
    private static final int HEIGHT = 720;
    private static final int WIDTH = 1280;
    private static final String PAPER = "51.43 T";

    private OasisFigures() {}

    static List<ModelPart> parts() {
        ModelPart projector = ModelPart.trained(
                "projector", new OasisProjector(config()).parameters().count(), "");
        ModelPart transformer = ModelPart.trained(
                "transformer", new WanTransformer(sizes()).parameters().count(), "");
        return List.of(
                projector,
                transformer,
                ModelPart.frozen("autoencoder", new WanVae(WanVaeConfig.WAN_2_1).parameters()),
                ModelPart.compared(
                        "projector and transformer", projector.parameters() + transformer.parameters(), "1.42 B"));
    }

    /** {@return learned numbers in memory while the transformer's blocks are loaded in turn} */
    static long offloaded() {
        return new OasisProjector(config()).parameters().count()
                + InTurn.count(new WanTransformer(sizes()).parameters())
                + new WanVae(WanVaeConfig.WAN_2_1).parameters().count();
    }

    static List<ModelWork> work() {
        int layers = sizes().layers();
        int heads = sizes().heads();
        return List.of(
                work(
                        "0.4 of the heads global, of the others half in their frame, half in windows",
                        mixed(layers, heads)),
                work("all heads global", Routing.all(HeadPattern.GLOBAL, layers, heads)));
    }

    private static ModelWork work(String name, Routing routing) {
        WanTransformerGrid grid = new WanTransformerGrid(1 + (FRAMES - 1) / 4, HEIGHT / 16, WIDTH / 16);
        OasisCost cost = OasisCost.of(config(), sizes(), WanVaeConfig.WAN_2_1, routing, grid);
        Map<String, Long> macs = new LinkedHashMap<>();
        macs.put("projector", cost.projector());
        macs.put("linear layers", cost.layers());
        macs.put("attention to the prompt", cost.text());
        macs.put("self-attention", cost.attention());
        macs.put("decoder", cost.decoder().total());
        return new ModelWork(name, FRAMES, HEIGHT, WIDTH, macs, PAPER, remark(cost));
    }

    private static String remark(OasisCost cost) {
        return String.format(
                Locale.ROOT,
                "The paper's is about what a counter finds that knows linear layers and plain convolutions by their class, whatever the"
                        + " routing: %.2f T here. It passes over all attention and over the decoder's causal convolutions.",
                cost.printed() / 1e12);
    }

    /** The published share of global heads. Which ones they are does not matter here. */
    private static Routing mixed(int layers, int heads) {
        long global = Math.round(OasisRouter.RHO * layers * heads);
        List<HeadPattern> all = new ArrayList<>(Collections.nCopies((int) global, HeadPattern.GLOBAL));
        for (int i = 0; all.size() < layers * heads; i++) {
            all.add(i % 2 == 0 ? HeadPattern.INTRA_FRAME : HeadPattern.WINDOW);
        }
        return new Routing(IntStream.range(0, layers)
                .mapToObj(i -> all.subList(i * heads, (i + 1) * heads))
                .toList());
    }

    private static OasisConfig config() {
        return OasisConfig.of(new Config("projector", new JsonObject()));
    }

    private static WanTransformerConfig sizes() {
        return WanTransformerConfig.of(PublishedNetwork.config("wan21-transformer"));
    }
}
