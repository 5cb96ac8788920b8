package io.vsr4j.training.data;

/** x' = a x + b y + c, y' = d x + e y + f. */
record Affine(double a, double b, double c, double d, double e, double f) {
    double x(double x, double y) {
        return a * x + b * y + c;
    }

    double y(double x, double y) {
        return d * x + e * y + f;
    }

    Affine inverse() {
        double det = a * e - b * d;
        return new Affine(e / det, -b / det, (b * f - c * e) / det, -d / det, a / det, (c * d - a * f) / det);
    }
}
