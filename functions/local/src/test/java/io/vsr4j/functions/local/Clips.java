package io.vsr4j.functions.local;

import java.nio.file.Path;

/** Videos for tests. */
final class Clips {
    private Clips() {}

    /** The sample. */
    static Path sample() {
        return Path.of("../../samples/big-buck-bunny-320x180.mp4");
    }

    static Path small(Path folder) {
        return sample();
    }
}
