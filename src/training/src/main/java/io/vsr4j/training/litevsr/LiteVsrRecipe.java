package io.vsr4j.training.litevsr;

import ai.djl.Device;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.litevsr.LiteVsrNetworks;
import io.vsr4j.training.DataFolders;
import io.vsr4j.training.Precision;
import io.vsr4j.training.Recipe;
import io.vsr4j.training.Settings;
import io.vsr4j.training.Task;
import io.vsr4j.training.TrainedFolder;
import io.vsr4j.training.data.ClipSettings;
import io.vsr4j.training.data.Clips;
import io.vsr4j.training.data.Part;
import io.vsr4j.training.data.WindowClips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code litevsr}: {@link LiteVsrTask} with the numbers of the paper. */
public final class LiteVsrRecipe implements Recipe {
    private static final int MOST_PASSES = 100;
    private static final int MOST_CLIPS = 10_000_000;

    @Override
    public String id() {
        return LiteVsrNetworks.ID;
    }

    @Override
    public Task<?> open(Settings settings, Device device) throws IOException {
        LiteVsrTask.Options options = new LiteVsrTask.Options(
                Precision.of(settings, device),
                new Unrolling(
                        settings.count("unroll.most", 0, MOST_PASSES),
                        settings.number("unroll.sharpness", Double.MIN_NORMAL, Double.MAX_VALUE),
                        settings.choice("unroll.rounding", Unrolling.Rounding.class)),
                settings.choice("estimate", Estimate.class),
                settings.choice("time-weight", TimeWeight.class),
                settings.count("clips", 1, MOST_CLIPS),
                settings.integer("seed", Long.MIN_VALUE));
        ClipSettings wanted = WindowClips.of(settings, ModelRegistry.card(LiteVsrNetworks.ID));
        Path latents = settings.path("latents");
        if (latents == null) {
            throw new IllegalArgumentException(
                    "setting latents of recipe " + id() + " must name a folder for the latents of the clips, got ''");
        }
        if (Files.exists(latents) && !Files.isDirectory(latents)) {
            throw new IllegalArgumentException(
                    "setting latents of recipe " + id() + " must name a folder, got the file " + latents);
        }
        WeightsFolder folder = TrainedFolder.start(settings, LiteVsrNetworks.ID);
        Clips clips = Clips.open(wanted, Part.TRAINING, System.err::println);
        // A processor's numbers are not a GPU's.
        String identity = String.join(
                "\n",
                LiteVsrNetworks.encoder(folder),
                wanted.toString(),
                DataFolders.of(settings).states(),
                device.isGpu() ? "gpu" : "cpu");
        return LiteVsrTask.open(folder, device, options, clips, new LatentCache(latents, identity));
    }
}
