package io.vsr4j.models.litevsr;

import io.vsr4j.models.ModelPart;
import io.vsr4j.models.ModelWork;
import io.vsr4j.models.network.InTurn;
import io.vsr4j.models.network.Macs;
import io.vsr4j.models.published.PublishedNetwork;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.models.wan.WanTransformerCost;
import io.vsr4j.models.wan.WanVae;
import io.vsr4j.models.wan.WanVaeConfig;
import io.vsr4j.models.wan.WanVaeCost;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** LiteVSR in numbers. */
final class LiteVsrFigures {
    private static final int FRAMES = 37;
    private static final String REMARK =
            "The paper counts no multiplications; it gives 50 ms for the adapter in a step and 8 %"
                    + " more time for the condition branch, which counts here as much as the first.";

    private LiteVsrFigures() {}

    static List<ModelPart> parts() {
        ModelPart transformer = ModelPart.frozen("transformer", new WanTransformer(base()).parameters());
        ModelPart vae = ModelPart.frozen("autoencoder", new WanVae(pictures()).parameters());
        long trained = modules(0).parameters().count();
        return List.of(
                transformer,
                vae,
                ModelPart.trained("adapter and injections of full rank", trained, "634 M"),
                ModelPart.compared(
                        "the same with injections of rank 128",
                        modules(128).parameters().count(),
                        "375 M"),
                ModelPart.compared(
                        "the same with injections of rank 64",
                        modules(64).parameters().count(),
                        "363 M"),
                ModelPart.compared("transformer and trained modules", transformer.parameters() + trained, "5.6 B"));
    }

    /** {@return learned numbers in memory while blocks are loaded in turn} */
    static long offloaded() {
        return InTurn.count(new WanTransformer(base()).parameters())
                + new WanVae(pictures()).parameters().count()
                + InTurn.count(modules(0).parameters());
    }

    static List<ModelWork> work() {
        return List.of(work(736, 1280), work(704, 1280), work(512, 512));
    }

    private static ModelWork work(int height, int width) {
        LiteVsrModules modules = modules(0);
        return new ModelWork(
                modules.config().steps() + " steps",
                FRAMES,
                height,
                width,
                macs(modules, base(), pictures(), FRAMES, height, width),
                "",
                REMARK);
    }

    /** Of one window, by part; sides of the result. */
    static Map<String, Long> macs(
            LiteVsrModules modules,
            WanTransformerConfig base,
            WanVaeConfig pictures,
            int frames,
            int height,
            int width) {
        long latents = 1 + (frames - 1) / pictures.temporalFactor();
        long rows = height / pictures.spatialFactor();
        long columns = width / pictures.spatialFactor();
        long tokens =
                latents * (rows / base.patch().get(1)) * (columns / base.patch().get(2));
        long steps = modules.config().steps();
        Map<String, Long> macs = new LinkedHashMap<>();
        macs.put("encoder", WanVaeCost.encoder(pictures, latents, rows, columns).total());
        macs.put("adapter", steps * adapter(modules, base, tokens));
        macs.put("transformer's linear layers", steps * 2 * WanTransformerCost.layers(base, tokens));
        macs.put("transformer's self-attention", steps * 2 * WanTransformerCost.attention(base, tokens));
        macs.put("injections", steps * tokens * injections(modules));
        macs.put("decoder", WanVaeCost.decoder(pictures, latents, rows, columns).total());
        return macs;
    }

    /** Keys and values are those of both streams, the timestep is one. */
    private static long adapter(LiteVsrModules modules, WanTransformerConfig base, long tokens) {
        LiteVsrConfig config = modules.config();
        long streams = config.refinement() == Refinement.NONE ? tokens : 2 * tokens;
        long weights = Macs.of(
                modules.parameters().child("adapter"),
                layer -> layer.endsWith(".ada") ? 1 : layer.matches(".*to_[kv]") ? streams : tokens);
        return weights + config.depth() * Macs.attention(tokens, streams, base.width());
    }

    /** Whole or of low rank, every matrix is applied to each token of one branch. */
    private static long injections(LiteVsrModules modules) {
        return modules.parameters().shapes().entrySet().stream()
                .filter(tensor -> tensor.getKey().startsWith("inject.")
                        && tensor.getValue().dimension() == 2)
                .mapToLong(tensor -> tensor.getValue().size())
                .sum();
    }

    private static LiteVsrModules modules(int rank) {
        return new LiteVsrModules(LiteVsrConfig.published(rank), base());
    }

    private static WanTransformerConfig base() {
        return WanTransformerConfig.of(PublishedNetwork.config("wan22-transformer"));
    }

    private static WanVaeConfig pictures() {
        return WanVaeConfig.of(PublishedNetwork.config("wan22-vae"));
    }
}
