package io.vsr4j.upscale;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import io.vsr4j.models.ModelCard;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

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

    /**
     * {@return bytes that weights and a window may take together where nothing is said} On the processor half of the
     * machine's memory, however busy it is. On a GPU what is free there in eighths of the whole, so that a second run of
     * the same job plans alike.
     */
    static long of(Device device) {
        if (device.isGpu()) {
            MemoryUsage gpu = CudaUtils.getGpuMemory(device);
            long eighth = gpu.getMax() / 8;
            return (gpu.getMax() - gpu.getUsed()) / eighth * eighth;
        }
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
        // The source window, and the restored one twice: as it comes from the model or its tiles, and as it is blended.
        long windows = frames * 3L * Float.BYTES * (pixels + 2 * restored);
        return card.memory().bytes(filled, w, h, scale) + windows + IN_FLIGHT * restored;
    }

    private static int upTo(int multiple, int size) {
        return (size + multiple - 1) / multiple * multiple;
    }
}
