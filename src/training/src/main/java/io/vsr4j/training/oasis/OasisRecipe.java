package io.vsr4j.training.oasis;

import ai.djl.Device;
import io.vsr4j.models.ModelRegistry;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.oasis.OasisNetworks;
import io.vsr4j.quality.flow.DisFlow;
import io.vsr4j.quality.flow.OpticalFlow;
import io.vsr4j.quality.lpips.Lpips;
import io.vsr4j.quality.raft.RaftFlow;
import io.vsr4j.training.Precision;
import io.vsr4j.training.Recipe;
import io.vsr4j.training.Settings;
import io.vsr4j.training.Task;
import io.vsr4j.training.TrainedFolder;
import io.vsr4j.training.data.ClipSettings;
import io.vsr4j.training.data.ClipSource;
import io.vsr4j.training.data.Part;
import io.vsr4j.training.data.WindowClips;
import io.vsr4j.training.loss.PictureLoss;
import java.io.IOException;
import java.nio.file.Path;

/** One stage: {@link OasisTask} with the numbers of the paper. The stages differ in their files alone. */
abstract class OasisRecipe implements Recipe {
    /** What finds the motion of clips whose own is not known. */
    private enum Motion {
        RAFT,
        DIS
    }

    private static final double LARGEST_WEIGHT = 1e6;
    private static final int MOST_LATENTS = 1000;

    private final String id;

    OasisRecipe(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Task<?> open(Settings settings, Device device) throws IOException {
        ClipSettings wanted = WindowClips.of(settings, ModelRegistry.card(OasisNetworks.ID));
        int span = settings.count("span", 2, MOST_LATENTS);
        boolean moves = weight(settings, "warp") > 0;
        if (moves && wanted.frames() == 1) {
            throw new IllegalArgumentException("setting clip.frames of recipe " + id
                    + " must be at least 5, got '1': one frame has no motion; or set weight.warp to 0");
        }
        WeightsFolder folder = TrainedFolder.start(settings, OasisNetworks.ID);
        ClipSource clips = ClipSource.open(settings, wanted, Part.TRAINING);
        OasisTask.Options options = options(settings, device, span, moves);
        try {
            return OasisTask.open(folder, device, options, clips);
        } catch (IOException | RuntimeException | Error e) {
            options.close();
            throw e;
        }
    }

    private OasisTask.Options options(Settings settings, Device device, int span, boolean moves) throws IOException {
        OpticalFlow motion = moves ? motion(settings, device) : null;
        try {
            return new OasisTask.Options(
                    Precision.of(settings, device),
                    losses(settings, device),
                    span,
                    motion,
                    settings.integer("seed", Long.MIN_VALUE));
        } catch (IOException | RuntimeException | Error e) {
            if (motion != null) {
                motion.close();
            }
            throw e;
        }
    }

    private OpticalFlow motion(Settings settings, Device device) throws IOException {
        return switch (settings.choice("motion", Motion.class)) {
            case DIS -> new DisFlow();
            case RAFT -> RaftFlow.open(file(settings, "raft", "RAFT's weights, or set motion to dis"), device);
        };
    }

    private OasisLosses losses(Settings settings, Device device) throws IOException {
        double perceptual = weight(settings, "lpips");
        PictureLoss lpips = perceptual == 0
                ? null
                : PictureLoss.lpips(
                        settings.choice("lpips.net", Lpips.Net.class),
                        file(settings, "lpips", "torchvision's weights of the classifier, or set weight.lpips to 0"),
                        device);
        return new OasisLosses(
                weight(settings, "latent"),
                weight(settings, "pixel"),
                perceptual,
                weight(settings, "warp"),
                settings.flag("warp.followed"),
                lpips);
    }

    private static double weight(Settings settings, String loss) {
        return settings.number("weight." + loss, 0, LARGEST_WEIGHT);
    }

    private Path file(Settings settings, String name, String what) {
        Path file = settings.path(name);
        if (file == null) {
            throw new IllegalArgumentException("setting " + name + " of recipe " + id + " must name a file: " + what);
        }
        return file;
    }
}
