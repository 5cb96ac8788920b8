package io.vsr4j.models.resample;

/** An interpolation kernel: how much a sample at some distance counts. */
enum Kernel {
    /** Keys' cubic with a = -1/2, which reproduces second-degree polynomials. */
    BICUBIC(2) {
        @Override
        double at(double distance) {
            double x = Math.abs(distance);
            if (x >= 2) {
                return 0;
            }
            return x <= 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2;
        }
    },
    /** The sinc function under its own middle lobe, stretched to three. */
    LANCZOS(3) {
        @Override
        double at(double distance) {
            double x = Math.abs(distance);
            if (x >= 3) {
                return 0;
            }
            return x == 0 ? 1 : 3 * Math.sin(Math.PI * x) * Math.sin(Math.PI * x / 3) / (Math.PI * Math.PI * x * x);
        }
    };

    private final int radius;

    Kernel(int radius) {
        this.radius = radius;
    }

    /** How far it reaches, in source pixels. */
    int radius() {
        return radius;
    }

    /** The weight at a distance in source pixels. */
    abstract double at(double distance);

    /**
     * The weights of one phase: of the source pixels {@code -radius .. radius} around pixel i, for the output pixel
     * {@code i * scale + phase}, whose centre lies at {@code i + (phase + 1/2) / scale - 1/2}. They sum to 1 in single
     * precision too, so that a flat area stays flat.
     */
    float[] weights(int scale, int phase) {
        double centre = (phase + 0.5) / scale - 0.5;
        double[] exact = new double[2 * radius + 1];
        double sum = 0;
        for (int i = 0; i < exact.length; i++) {
            exact[i] = at(i - radius - centre);
            sum += exact[i];
        }
        float[] weights = new float[exact.length];
        double rest = 1;
        for (int i = 0; i < exact.length; i++) {
            weights[i] = (float) (exact[i] / sum);
            rest -= weights[i];
        }
        weights[radius] += (float) rest;
        return weights;
    }
}
