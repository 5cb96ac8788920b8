package io.vsr4j.degrade;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Frames to degrade, and what comes out. */
final class Frames {
    private Frames() {}

    /** Large shapes that move: what is left of them after all can still be told. */
    static Raster moving(int width, int height, int t) {
        Raster frame = Raster.of(width, height);
        for (int i = 0; i < frame.samples().length; i++) {
            int x = i % width;
            int y = i / width % height;
            frame.samples()[i] = 60 + 100 * (((x + t) / 32 + y / 24) % 2) + 20 * (i / (width * height));
        }
        return frame;
    }

    static Raster flat(int width, int height, float value) {
        Raster frame = Raster.of(width, height);
        Arrays.fill(frame.samples(), value);
        return frame;
    }

    /** {@return what a step in front of a list makes of frames} */
    static List<Raster> through(Function<Step, Step> before, List<Raster> frames) throws IOException {
        List<Raster> results = new ArrayList<>();
        Step keep = new Step() {
            @Override
            public void put(Raster frame) {
                results.add(frame);
            }

            @Override
            public void end() {}

            @Override
            public void close() {}
        };
        try (Step first = before.apply(keep)) {
            for (Raster frame : frames) {
                first.put(frame.copy());
            }
            first.end();
        }
        return results;
    }

    /** {@return mean absolute difference of samples} */
    static double distance(Raster a, Raster b) {
        double sum = 0;
        for (int i = 0; i < a.samples().length; i++) {
            sum += Math.abs(a.samples()[i] - b.samples()[i]);
        }
        return sum / a.samples().length;
    }
}
