package io.vsr4j.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Uncompressed clips, 4:2:0 at 25 frames a second: a header in plain text, then planes. */
final class Y4m {
    private Y4m() {}

    /** Writes frames of a moving pattern, each different from its neighbours. */
    static Path write(Path file, int width, int height, int frames) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write(header(width, height));
            for (int t = 0; t < frames; t++) {
                out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
                for (int y = 0; y < height; y++) {
                    for (int x = 0; x < width; x++) {
                        out.write(16 + ((x * 5 + t * 3) ^ (y * 3)) % 200);
                    }
                }
                int chroma = ((width + 1) / 2) * ((height + 1) / 2);
                for (int i = 0; i < 2 * chroma; i++) {
                    out.write(100 + (i + t) % 50);
                }
            }
        }
        return file;
    }

    /** {@return the header alone: a video without frames} */
    static byte[] header(int width, int height) {
        return ("YUV4MPEG2 W" + width + " H" + height + " F25:1 Ip A1:1 C420mpeg2\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
