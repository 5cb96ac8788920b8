package io.vsr4j.functions.local;

import java.io.IOException;
import java.nio.file.Path;

/** The same where videos are cut into parts. */
class PartsSoakTest extends SoakTest {
    @Override
    Rig open(Path folder) throws IOException {
        return new Rig(folder, true);
    }

    @Override
    int most() {
        return Integer.getInteger("vsr.soak", 4);
    }
}
