package io.vsr4j.training.data;

import java.util.Random;

/** The outline of a cut-out about (0, 0): a circle with waves. */
final class Blob {
    private static final int WAVES = 3;
    /** Pixels over which it fades into what is behind. */
    private static final double EDGE = 1.5;

    private final double radius;
    private final double[] height = new double[WAVES];
    private final double[] phase = new double[WAVES];

    /** Draws one about as large as a circle of that radius. */
    Blob(Random random, double radius) {
        this.radius = radius;
        for (int i = 0; i < WAVES; i++) {
            height[i] = 0.25 * random.nextDouble() / (i + 1);
            phase[i] = 2 * Math.PI * random.nextDouble();
        }
    }

    /** {@return how much of a place is covered, 0 to 1} */
    double cover(double x, double y) {
        double distance = Math.sqrt(x * x + y * y);
        if (distance > 1.6 * radius + EDGE) {
            return 0;
        }
        double angle = Math.atan2(y, x);
        double outline = 1;
        for (int i = 0; i < WAVES; i++) {
            outline += height[i] * Math.cos((i + 2) * angle + phase[i]);
        }
        return Math.max(0, Math.min(1, (radius * outline - distance) / EDGE + 0.5));
    }
}
