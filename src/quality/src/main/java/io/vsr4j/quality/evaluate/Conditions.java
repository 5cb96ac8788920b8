package io.vsr4j.quality.evaluate;

import io.vsr4j.models.ModelRegistry;
import io.vsr4j.upscale.UpscaleSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Under what conditions times and memory were measured, in sentences. */
final class Conditions {
    private Conditions() {}

    static List<String> of(List<UpscaleSettings> models) {
        List<String> words = new ArrayList<>();
        UpscaleSettings.Network network = models.get(0).network();
        int processors = Runtime.getRuntime().availableProcessors();
        words.add("Models run on " + network.device() + " in " + dtypes(models) + ", with "
                + network.threads().orElse(processors) + " threads on " + processors + " processors ("
                + System.getProperty("os.arch") + ").");
        words.add(
                "`s a clip` and `frames a s` are time in the network alone, the first window of a model included, which"
                        + " compiles and allocates; `peak MB` is the most memory that the process held while it restored a clip, the"
                        + " virtual machine and weights included"
                        + (network.device().startsWith("gpu") ? ", that of the GPU not." : "."));
        words.add(
                "Metrics are means over frames or as they define it, then over clips; a number in brackets says of how many"
                        + " clips, where some have none. MACs are multiplications, each with its addition, of one window.");
        words.add(
                "Metrics see all of a frame that the protocol leaves: where a definition speaks of --crop N, it means that"
                        + " of 'vsr compare'.");
        return words;
    }

    /** {@return the element types that the models compute in, each once and in the order of the models} */
    private static String dtypes(List<UpscaleSettings> models) {
        return models.stream()
                .map(UpscaleSettings::network)
                .map(network ->
                        network.dtype(ModelRegistry.card(network.model())).computeName())
                .distinct()
                .collect(Collectors.joining(" and "));
    }
}
