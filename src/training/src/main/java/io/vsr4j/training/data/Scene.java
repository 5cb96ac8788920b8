package io.vsr4j.training.data;

import io.vsr4j.degrade.Raster;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A clip made of one photo: the camera moves over it, and one to three pieces of it move on their own in front. Each frame is
 * rendered from the photo, never from another frame, so that none is blurred more than once, and where every pixel goes is
 * known exactly.
 */
final class Scene {
    private static final double MOST_PAN = 12;
    private static final double MOST_OWN_PAN = 16;
    private static final int MOST_PIECES = 3;
    /** Half of the clips are blurred by their motion, as if the shutter were open for up to so much of a frame. */
    private static final double MOST_SHUTTER = 0.6;

    private static final int SHUTTER_STEPS = 5;
    /** Share of the clips that are softer than the photo, as most footage is, by an enlargement of up to two. */
    private static final double SOFT = 0.4;

    /** Slower and slower until the photo holds the path; then it stands still. */
    private static final double[] SPEEDS = {1, 0.5, 0.25, 0.1, 0};

    private final PhotoPixels photo;
    private final int width;
    private final int height;
    private final double shutter;
    /** From back to front. */
    private final List<Layer> layers;

    private Scene(PhotoPixels photo, int width, int height, double shutter, List<Layer> layers) {
        this.photo = photo;
        this.width = width;
        this.height = height;
        this.shutter = shutter;
        this.layers = layers;
    }

    /**
     * Draws a clip.
     *
     * @param photo at least {@link #least} pixels either way
     * @param frames of the clip
     * @param orientation of the photo
     */
    static Scene draw(Random random, PhotoPixels photo, int width, int height, int frames, Orientation orientation) {
        List<Layer> layers = new ArrayList<>();
        layers.add(background(random, photo, width, height, frames, orientation));
        int pieces = 1 + random.nextInt(MOST_PIECES);
        for (int i = 0; i < pieces; i++) {
            layers.add(piece(random, photo, width, height, frames));
        }
        double shutter = random.nextBoolean() ? MOST_SHUTTER * random.nextDouble() : 0;
        return new Scene(photo, width, height, shutter, layers);
    }

    /** {@return whether the clip is blurred by its motion} */
    boolean isBlurred() {
        return shutter > 0;
    }

    /** {@return how long a side of a photo must be for a side of a clip that lies along it} */
    static int least(int side) {
        return side + 2 * PhotoPixels.MARGIN + 2;
    }

    private static Layer background(
            Random random, PhotoPixels photo, int width, int height, int frames, Orientation orientation) {
        double scale = random.nextDouble() < SOFT ? 0.5 + 0.4 * random.nextDouble() : 0.9 + 0.2 * random.nextDouble();
        Affine linear = orientation.linear();
        double middle = (frames - 1) / 2.0;
        double x = (width - 1) / 2.0;
        double y = (height - 1) / 2.0;
        Motion drawn = Motion.draw(random, scaled(linear, scale), x, y, middle, MOST_PAN);
        double right = random.nextDouble();
        double down = random.nextDouble();
        for (double speed : SPEEDS) {
            Motion motion = speed > 0
                    ? drawn.times(speed)
                    : Motion.draw(random, linear, x, y, middle, 0).times(0);
            double[] box = box(motion, width, height, frames);
            double roomX = photo.width() - 1 - 2 * PhotoPixels.MARGIN - (box[1] - box[0]);
            double roomY = photo.height() - 1 - 2 * PhotoPixels.MARGIN - (box[3] - box[2]);
            if (roomX >= 0 && roomY >= 0) {
                double left = PhotoPixels.MARGIN - box[0] + right * roomX;
                double top = PhotoPixels.MARGIN - box[2] + down * roomY;
                return new Layer(motion, null, left, top, 1);
            }
        }
        throw new IllegalArgumentException(
                "a photo of " + photo.width() + "x" + photo.height() + " holds no clip of " + width + "x" + height);
    }

    private static Affine scaled(Affine linear, double by) {
        return new Affine(by * linear.a(), by * linear.b(), 0, by * linear.d(), by * linear.e(), 0);
    }

    /** {@return the least and most x, and the least and most y, that are ever shown} */
    private static double[] box(Motion motion, int width, int height, int frames) {
        double[] box = {Double.MAX_VALUE, -Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE};
        for (double t = -0.5; t <= frames - 0.5; t += 0.25) {
            Affine map = motion.at(t);
            for (int corner = 0; corner < 4; corner++) {
                double x = corner % 2 * (width - 1);
                double y = corner / 2 * (height - 1);
                box[0] = Math.min(box[0], map.x(x, y));
                box[1] = Math.max(box[1], map.x(x, y));
                box[2] = Math.min(box[2], map.y(x, y));
                box[3] = Math.max(box[3], map.y(x, y));
            }
        }
        return box;
    }

    private static Layer piece(Random random, PhotoPixels photo, int width, int height, int frames) {
        double radius = (0.08 + 0.14 * random.nextDouble()) * Math.min(width, height);
        double x = width * random.nextDouble();
        double y = height * random.nextDouble();
        Affine upright = new Affine(1, 0, 0, 0, 1, 0);
        Motion motion = Motion.draw(random, upright, x, y, (frames - 1) / 2.0, MOST_OWN_PAN);
        double right = photo.width() * random.nextDouble();
        double down = photo.height() * random.nextDouble();
        float gain = 0.7f + 0.6f * random.nextFloat();
        double reach = Math.min(1.7 * radius + 4, Math.min(photo.width(), photo.height()) / 2.0);
        right = Math.max(reach, Math.min(photo.width() - reach, right));
        down = Math.max(reach, Math.min(photo.height() - reach, down));
        return new Layer(motion, new Blob(random, radius), right, down, gain);
    }

    /** {@return a frame} */
    Raster frame(int index) {
        if (shutter == 0) {
            return render(index);
        }
        Raster sum = Raster.of(width, height);
        for (int i = 0; i < SHUTTER_STEPS; i++) {
            Raster part = render(index + shutter * ((i + 0.5) / SHUTTER_STEPS - 0.5));
            for (int k = 0; k < part.samples().length; k++) {
                sum.samples()[k] += part.samples()[k] / SHUTTER_STEPS;
            }
        }
        return sum;
    }

    private Raster render(double time) {
        Raster frame = Raster.of(width, height);
        Affine[] maps = layers.stream().map(l -> l.motion().at(time)).toArray(Affine[]::new);
        float[] colour = new float[3];
        int plane = width * height;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                colour[0] = colour[1] = colour[2] = 0;
                mix(maps, x, y, colour);
                for (int c = 0; c < 3; c++) {
                    frame.samples()[c * plane + y * width + x] = Math.max(0, Math.min(255, colour[c]));
                }
            }
        }
        return frame;
    }

    /** From front to back, as far as anything shows. */
    private void mix(Affine[] maps, int x, int y, float[] colour) {
        double left = 1;
        for (int i = maps.length - 1; i >= 0 && left > 0; i--) {
            Layer layer = layers.get(i);
            double u = maps[i].x(x, y);
            double v = maps[i].y(x, y);
            double share = left * layer.cover(u, v);
            if (share > 0) {
                photo.add(u + layer.right(), v + layer.down(), (float) share * layer.gain(), colour);
                left -= share;
            }
        }
    }

    /**
     * Tells where pixels go.
     *
     * @param from index of a frame
     * @param to index of another
     * @param flow x and y planes of the motion in pixels
     * @param at where they begin in {@code flow}
     */
    void flow(int from, int to, float[] flow, int at) {
        Affine[] maps = layers.stream().map(l -> l.motion().at(from)).toArray(Affine[]::new);
        Affine[] back = layers.stream().map(l -> l.motion().at(to).inverse()).toArray(Affine[]::new);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int i = front(maps, x, y);
                double u = maps[i].x(x, y);
                double v = maps[i].y(x, y);
                flow[at + y * width + x] = (float) (back[i].x(u, v) - x);
                flow[at + width * height + y * width + x] = (float) (back[i].y(u, v) - y);
            }
        }
    }

    /** {@return the layer that a pixel shows most of} */
    private int front(Affine[] maps, int x, int y) {
        for (int i = maps.length - 1; i > 0; i--) {
            if (layers.get(i).cover(maps[i].x(x, y), maps[i].y(x, y)) >= 0.5) {
                return i;
            }
        }
        return 0;
    }
}
