package io.vsr4j.quality.evaluate;

import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.WeightsPart;
import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricCard;
import io.vsr4j.quality.MetricWeights;
import io.vsr4j.upscale.UpscaleSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keys of everything that decides a result, so that nothing is taken for done that would come out otherwise. */
final class RunKeys {
    private final MetricWeights weights;
    private final long seed;
    private final Map<Path, String> contents = new HashMap<>();
    private final Map<String, String> metrics = new HashMap<>();

    /**
     * @param weights files of metrics
     * @param seed of metrics
     */
    RunKeys(MetricWeights weights, long seed) {
        this.weights = weights;
        this.seed = seed;
    }

    /**
     * {@return the key of a model's frames for a clip}
     *
     * @param model how it is run
     * @param weightsOfModel fingerprint of its weights
     */
    String of(UpscaleSettings model, String weightsOfModel, DataSet set, DataClip clip, Protocol protocol)
            throws IOException {
        UpscaleSettings.Network network = model.network();
        return new Fingerprint()
                .add("version", ClipResult.VERSION)
                .add("set", set.name())
                .add("clip", clip.name())
                .add(
                        "reference",
                        clip.reference().isPresent() ? content(clip.reference().get()) : "")
                .add(
                        "input",
                        clip.input().isPresent()
                                ? content(clip.input().get())
                                : protocol.degradation().id())
                .add("frames", protocol.frames())
                .add("crop", protocol.crop())
                .add("scale", protocol.scale().isPresent() ? protocol.scale() : "by size, else " + protocol.scale(set))
                .add("model", network.model())
                .add("weights", weightsOfModel)
                .add("device", network.device())
                .add("dtype", network.dtype(ModelRegistry.card(network.model())))
                .add("threads", network.threads())
                .add("memory", network.memory())
                .add("seed", network.seed())
                .add("prompt", network.prompt())
                .add("grid", model.grid())
                .hex();
    }

    private String content(Path clip) throws IOException {
        String known = contents.get(clip);
        if (known == null) {
            known = new Fingerprint().add("content", clip).hex();
            contents.put(clip, known);
        }
        return known;
    }

    /** {@return the key of a metric: its definition, its weights and its seed} */
    String of(Metric metric) throws IOException {
        MetricCard card = metric.card();
        String known = metrics.get(card.id());
        if (known == null) {
            Fingerprint key = new Fingerprint().add("card", card).add("seed", seed);
            for (WeightsPart part : card.weights()) {
                if (part.required() || weights.hasAll(List.of(part))) {
                    key.add(part.name(), weights.require(card.id(), part));
                }
            }
            known = key.hex();
            metrics.put(card.id(), known);
        }
        return known;
    }
}
