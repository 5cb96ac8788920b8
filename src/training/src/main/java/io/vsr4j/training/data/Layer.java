package io.vsr4j.training.data;

/**
 * Something that moves as one through a clip.
 *
 * @param motion from pixels of a frame to its own
 * @param outline in its own pixels; null where it is everywhere
 * @param right where its (0, 0) lies in the photo
 * @param down likewise
 * @param gain by which it is brighter than the photo
 */
record Layer(Motion motion, Blob outline, double right, double down, float gain) {
    double cover(double x, double y) {
        return outline == null ? 1 : outline.cover(x, y);
    }
}
