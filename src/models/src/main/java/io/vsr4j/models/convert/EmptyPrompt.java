package io.vsr4j.models.convert;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.WeightsFolderWriter;
import io.vsr4j.models.text.PromptEncoder;
import io.vsr4j.models.text.PromptFile;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the text encoder of a base makes of the empty prompt. Models here read no other, so this is kept in its place: a
 * few kilobytes for up to 11 GB.
 *
 * @param rows that the network takes at most
 * @param width of a row
 */
record EmptyPrompt(int rows, int width) {
    static final String FILE = "prompt.safetensors";

    /** Opens a text encoder. */
    interface Reader {
        PromptEncoder open() throws IOException;
    }

    /** Adds it to a folder: as it lies in the base already, or read now. */
    void write(WeightsFolderWriter folder, Path base, Reader reader) throws IOException {
        Path made = base.resolve(FILE);
        Path out = folder.files().resolve(FILE);
        try (NDManager scope = TorchEngine.newManager(Device.cpu())) {
            if (Files.exists(made)) {
                PromptFile prompt = PromptFile.read(scope, made, rows, width);
                PromptFile.write(out, prompt.embedding(), prompt.prompt(), prompt.encoder());
                return;
            }
            try (PromptEncoder encoder = reader.open()) {
                if (encoder.width() != width) {
                    throw new CheckpointException(base + ": the text encoder gives rows of " + encoder.width()
                            + ", the network takes " + width);
                }
                PromptFile.write(out, encoder.encode(scope, ""), "", encoder.sha256());
            }
        }
    }
}
