package io.vsr4j.training.data;

import java.util.Random;

/** A smooth path of affine maps through a clip: from pixels of a frame to pixels of what it shows. Times are in frames. */
final class Motion {
    /** Of a camera in a hand, in pixels. */
    private static final double JITTER = 0.4;

    private static final double MOST_TURN = Math.toRadians(0.7);
    private static final double MOST_ZOOM = 0.006;

    private final Affine pose;
    private final double centreX;
    private final double centreY;
    private final double middle;
    private final double panX;
    private final double panY;
    private final double turn;
    private final double zoom;
    private final double jitter;
    private final double[] sway;

    private Motion(
            Affine pose,
            double centreX,
            double centreY,
            double middle,
            double[] pan,
            double turn,
            double zoom,
            double jitter,
            double[] sway) {
        this.pose = pose;
        this.centreX = centreX;
        this.centreY = centreY;
        this.middle = middle;
        this.panX = pan[0];
        this.panY = pan[1];
        this.turn = turn;
        this.zoom = zoom;
        this.jitter = jitter;
        this.sway = sway;
    }

    /**
     * Draws a path.
     *
     * @param pose how the thing lies in the middle of the clip
     * @param centreX place in the frame that it turns about, and grows from
     * @param centreY likewise
     * @param middle time of the middle of the clip
     * @param mostPan most pixels a frame; the median is a quarter of it
     */
    static Motion draw(Random random, Affine pose, double centreX, double centreY, double middle, double mostPan) {
        double way = 2 * Math.PI * random.nextDouble();
        double speed = mostPan * Math.pow(random.nextDouble(), 2);
        double turn = MOST_TURN * (2 * random.nextDouble() - 1);
        double zoom = MOST_ZOOM * (2 * random.nextDouble() - 1);
        double[] sway = new double[8];
        for (int i = 0; i < sway.length; i++) {
            sway[i] = random.nextDouble();
        }
        double[] pan = {speed * Math.cos(way), speed * Math.sin(way)};
        return new Motion(pose, centreX, centreY, middle, pan, turn, zoom, JITTER, sway);
    }

    /** {@return the same path, slower} */
    Motion times(double factor) {
        double[] pan = {panX * factor, panY * factor};
        return new Motion(pose, centreX, centreY, middle, pan, turn * factor, zoom * factor, jitter * factor, sway);
    }

    /** {@return the map at a time} */
    Affine at(double time) {
        double t = time - middle;
        double scale = Math.exp(zoom * t);
        double cos = scale * Math.cos(turn * t);
        double sin = scale * Math.sin(turn * t);
        double a = pose.a() * cos + pose.b() * sin;
        double b = pose.b() * cos - pose.a() * sin;
        double d = pose.d() * cos + pose.e() * sin;
        double e = pose.e() * cos - pose.d() * sin;
        double x = centreX + panX * t + jitter * wobble(time, 0);
        double y = centreY + panY * t + jitter * wobble(time, 4);
        return new Affine(a, b, pose.c() - a * x - b * y, d, e, pose.f() - d * x - e * y);
    }

    /** Two waves of 3 to 12 frames. */
    private double wobble(double time, int first) {
        double slow = Math.sin(2 * Math.PI * (time / (6 + 6 * sway[first]) + sway[first + 1]));
        double fast = Math.sin(2 * Math.PI * (time / (3 + 3 * sway[first + 2]) + sway[first + 3]));
        return 0.7 * slow + 0.3 * fast;
    }
}
