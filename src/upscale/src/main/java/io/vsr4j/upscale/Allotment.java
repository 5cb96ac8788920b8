package io.vsr4j.upscale;

import io.vsr4j.models.ModelCard;
import java.util.Locale;

/**
 * How the memory of a device is shared out between weights and windows.
 *
 * @param window bytes that a window may take
 * @param weights bytes that the weights take of the same memory
 * @param offload whether the weights are read block by block, in turn
 */
record Allotment(long window, long weights, boolean offload) {
    /**
     * Shares the memory out. Whether offloading was asked for changes nothing for the windows, so that the plan is the same
     * with it and without.
     *
     * @param network what is wanted
     * @param card of the model
     * @param parameters learned numbers that the model has in truth: those of its folder
     * @param grid tells what fits
     * @param device bytes that the device has for this process
     * @throws InvalidRequestException if no window fits; says what would
     */
    static Allotment of(
            UpscaleSettings.Network network, ModelCard card, long parameters, GridChoice grid, long device) {
        if (network.memory().isPresent()) {
            double gigabytes = network.memory().getAsDouble();
            if (!(gigabytes > 0)) {
                throw new InvalidRequestException("--memory must be a number of gigabytes above 0, got " + gigabytes);
            }
            return new Allotment((long) (gigabytes * 1e9), 0, network.offload()).requireFit(card, grid);
        }
        long whole = parameters * network.dtype(card).bytes();
        Allotment kept = new Allotment(device - whole, whole, network.offload());
        if (card.offloaded().isEmpty() || kept.fits(grid)) {
            return kept.requireFit(card, grid);
        }
        long turns = (long) ((double) whole * card.offloaded().getAsLong() / card.parameters());
        return new Allotment(device - turns, turns, true).requireFit(card, grid);
    }

    private boolean fits(GridChoice grid) {
        return grid.within(window).isPresent();
    }

    private Allotment requireFit(ModelCard card, GridChoice grid) {
        if (!fits(grid)) {
            throw new InvalidRequestException("a window of model '" + card.id() + "' needs " + format(grid.least())
                    + " even in the shortest windows and the smallest tiles that are allowed"
                    + (weights == 0 ? "" : ", beside " + format(weights) + " of weights") + ", got "
                    + format(window + weights) + "; take a smaller video, or if there is more memory than that, say how"
                    + " much a window may take with --memory");
        }
        return this;
    }

    /** {@return a number of bytes for people} */
    static String format(long bytes) {
        return bytes < 1e9
                ? String.format(Locale.ROOT, "%.0f MB", Math.ceil(bytes / 1e6))
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
