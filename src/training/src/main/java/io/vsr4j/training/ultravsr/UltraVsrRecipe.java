package io.vsr4j.training.ultravsr;

import ai.djl.Device;
import io.vsr4j.models.ultravsr.UltraVsrFolder;
import io.vsr4j.training.Precision;
import io.vsr4j.training.Recipe;
import io.vsr4j.training.Settings;
import io.vsr4j.training.Task;
import io.vsr4j.training.TrainedFolder;
import io.vsr4j.training.data.ClipSettings;
import io.vsr4j.training.data.ClipSource;
import io.vsr4j.training.data.Part;
import java.io.IOException;

/** Trains UltraVSR from a folder that {@code vsr init ultravsr} has made. */
public final class UltraVsrRecipe implements Recipe {
    private static final String ID = "ultravsr";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Task<?> open(Settings settings, Device device) throws IOException {
        ClipSettings wanted = ClipSettings.of(settings, settings.integer("seed", Long.MIN_VALUE));
        settings.require("clip.scale", wanted.scale() == UltraVsrSample.SCALE, "" + UltraVsrSample.SCALE);
        for (String side : new String[] {"clip.height", "clip.width"}) {
            settings.require(
                    side,
                    settings.integer(side, 1) % UltraVsrSample.MULTIPLE == 0,
                    "a multiple of " + UltraVsrSample.MULTIPLE);
        }
        ClipSource clips = ClipSource.open(settings, wanted, Part.TRAINING);
        try {
            return task(settings, clips, device);
        } catch (IOException | RuntimeException e) {
            clips.close();
            throw e;
        }
    }

    /** Makes the task of clips that are open already. */
    static UltraVsrTask task(Settings settings, ClipSource clips, Device device) throws IOException {
        if (settings.integer("batch", 1) != 1) {
            throw new IllegalArgumentException("setting batch of recipe ultravsr must be 1, got '"
                    + settings.text("batch") + "'; for several clips in an update set accumulation");
        }
        long seed = settings.integer("seed", Long.MIN_VALUE);
        UltraVsrFolder folder = new UltraVsrFolder(TrainedFolder.start(settings, ID));
        UltraVsrLosses losses = UltraVsrLosses.of(settings, seed, device);
        try {
            return new UltraVsrTask(folder, clips, losses, seed, device, Precision.of(settings, device));
        } catch (IOException | RuntimeException e) {
            losses.close();
            throw e;
        }
    }
}
