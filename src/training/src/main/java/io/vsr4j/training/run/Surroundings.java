package io.vsr4j.training.run;

import ai.djl.Device;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.DataFolders;
import io.vsr4j.training.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What is no setting, and yet decides whether a resumed training has the numbers of one that was never interrupted.
 *
 * @param threads of one operation
 * @param device where networks compute
 * @param data stands for names and sizes of the files to learn from; null where there are none
 */
record Surroundings(int threads, String device, String data) {
    static Surroundings of(Settings settings, Device device) throws IOException {
        String data = settings.has("data") ? DataFolders.of(settings).names() : null;
        return new Surroundings(TorchEngine.threads(), device.isGpu() ? "gpu" : "cpu", data);
    }

    /** {@return a sentence for each difference that is known} */
    List<String> differences(Surroundings before) {
        List<String> sentences = new ArrayList<>();
        if (before == null) {
            return sentences;
        }
        if (threads != before.threads) {
            sentences.add("an operation has " + threads + " threads, and had " + before.threads
                    + " before: last digits will differ from those of an uninterrupted training");
        }
        if (!device.equals(before.device)) {
            sentences.add("networks compute on the " + device + ", and did on the " + before.device
                    + " before: last digits will differ from those of an uninterrupted training");
        }
        if (!Objects.equals(data, before.data)) {
            sentences.add("the files to learn from are others than before: the steps will not be those of an"
                    + " uninterrupted training");
        }
        return sentences;
    }
}
