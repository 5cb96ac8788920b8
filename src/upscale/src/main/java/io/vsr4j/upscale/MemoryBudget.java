package io.vsr4j.upscale;

import com.sun.management.OperatingSystemMXBean;
import io.vsr4j.models.ModelCard;
import java.lang.management.ManagementFactory;

/**
 * Predicts what a window takes before anything is run: the model's own peak, the frames on their way to and from it, and the
 * result that is blended.
 */
final class MemoryBudget {
    /** Source frames decoded ahead and restored frames that wait for the encoder, in bytes a pixel at the most. */
    private static final int IN_FLIGHT = 8 * 6;

    private final ModelCard card;
    private final int scale;
    private final int width;
    private final int height;

    MemoryBudget(ModelCard card, int scale, int width, int height) {
        this.card = card;
        this.scale = scale;
        this.width = width;
        this.height = height;
    }

    /** {@return half of the memory that this process may use, in bytes: the same however busy the machine is} */
    static long ofThisMachine() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getTotalMemorySize() / 2;
    }

    /**
     * {@return bytes that a window takes}
     *
     * @param frames frames in the window
     * @param tile side of a tile, 0 for none
     */
    long bytes(int frames, int tile) {
        int filled = card.frames().up(frames);
        int multiple = card.spatialMultiple();
        int w = upTo(multiple, tile == 0 ? width : Math.min(tile, width));
        int h = upTo(multiple, tile == 0 ? height : Math.min(tile, height));
        long pixels = (long) width * height;
        long restored = pixels * scale * scale;
        // The source window, and the restored one twice: as it comes from the model or its tiles, and colour matched.
        long windows = frames * 3L * Float.BYTES * (pixels + 2 * restored);
        return card.memory().bytes(filled, w, h, scale) + windows + IN_FLIGHT * restored;
    }

    private static int upTo(int multiple, int size) {
        return (size + multiple - 1) / multiple * multiple;
    }
}
