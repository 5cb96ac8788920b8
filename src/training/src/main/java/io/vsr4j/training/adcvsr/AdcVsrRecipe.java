package io.vsr4j.training.adcvsr;

import ai.djl.Device;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.models.adcvsr.AdcVsrFolders;
import io.vsr4j.models.adcvsr.AdcVsrProvider;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.quality.dists.Dists;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.RenameTable;
import io.vsr4j.tensor.Weights;
import io.vsr4j.training.Precision;
import io.vsr4j.training.Recipe;
import io.vsr4j.training.Settings;
import io.vsr4j.training.Task;
import io.vsr4j.training.critic.ConvNextConfig;
import io.vsr4j.training.critic.DualHeadConfig;
import io.vsr4j.training.critic.RealClips;
import io.vsr4j.training.data.ClipSettings;
import io.vsr4j.training.data.ClipSource;
import io.vsr4j.training.data.Part;
import io.vsr4j.training.loss.PictureLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** The recipes of AdcVSR: distillation, and then adversarial distillation (section 3.3). */
public abstract class AdcVsrRecipe implements Recipe {
    /** In place of a file: something small that nobody has trained, to try the program with. */
    private static final String TINY = "tiny";

    private static final RenameTable OPENCLIP = RenameTable.EMPTY.replaceMatches("^visual\\.trunk\\.", "");

    private final String id;

    AdcVsrRecipe(String id) {
        this.id = id;
    }

    /** Distillation alone. */
    public static final class Stage1 extends AdcVsrRecipe {
        /** Found by its name. */
        public Stage1() {
            super("adcvsr-stage1");
        }
    }

    /** Distillation with critics, from what the first stage has learned. */
    public static final class Stage2 extends AdcVsrRecipe {
        /** Found by its name. */
        public Stage2() {
            super("adcvsr-stage2");
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Task<?> open(Settings settings, Device device) throws IOException {
        settings.require(
                "clip.frames",
                !LossWeights.of(settings).adversarial() || settings.integer("clip.frames", 1) >= RealClips.FEWEST,
                "at least " + RealClips.FEWEST + " where critics learn, whose clips come in disorder");
        Map<String, String> stills = settings.values();
        stills.put("data.photos", "1");
        ClipSource videos = clips(settings);
        ClipSource photos = clips(new Settings(id, stills, Map.of()));
        return task(settings, new VideosAndPhotos(videos, photos), device);
    }

    private static ClipSource clips(Settings settings) throws IOException {
        ClipSettings wanted = ClipSettings.of(settings, settings.integer("seed", Long.MIN_VALUE));
        return ClipSource.open(settings, wanted, Part.TRAINING);
    }

    /** What has been opened, for the case that something else cannot be. */
    private static final class Opened implements AutoCloseable {
        private final Deque<AutoCloseable> parts = new ArrayDeque<>();

        <T extends AutoCloseable> T add(T part) {
            parts.push(part);
            return part;
        }

        @Override
        public void close() {
            for (AutoCloseable part : parts) {
                try {
                    part.close();
                } catch (Exception e) {
                    throw new IllegalStateException("networks close without failing", e);
                }
            }
        }
    }

    /**
     * Opens all but the data.
     *
     * @param settings the recipe's
     * @param clips to learn from; closed with the task
     * @param device where networks compute
     */
    static AdcVsrTask task(Settings settings, ClipSource clips, Device device) throws IOException {
        Opened opened = new Opened();
        try {
            AdcVsrTask.Data data = new AdcVsrTask.Data(
                    opened.add(clips),
                    settings.count("batch", 1),
                    settings.choice("target", AdcVsrTask.Target.class),
                    settings.integer("seed", Long.MIN_VALUE));
            DType dtype = Precision.of(settings, device);
            LossWeights weights = LossWeights.of(settings);
            Path start = required(settings, "weights", "a folder of AdcVSR; vsr init adcvsr makes one to begin with");
            Student student = opened.add(Student.open(start, device, dtype));
            PictureLoss dists = weights.dists() > 0 ? opened.add(dists(settings, device)) : null;
            FeatureTarget features = weights.features() > 0 || weights.featureCritic() > 0
                    ? opened.add(features(settings, student, device, dtype))
                    : null;
            Critics critics =
                    weights.adversarial() ? opened.add(critics(settings, start, student, device, dtype)) : null;
            return new AdcVsrTask(data, student, weights, features, dists, critics);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static Path required(Settings settings, String name, String what) {
        Path path = settings.path(name);
        if (path == null) {
            throw new IllegalArgumentException("recipe " + settings.recipe() + " needs " + what + "; set " + name);
        }
        return path;
    }

    private static boolean tiny(Settings settings, String name) {
        return settings.text(name).equals(TINY);
    }

    private static PictureLoss dists(Settings settings, Device device) throws IOException {
        String name = "dists.vgg16";
        if (!tiny(settings, name)) {
            return PictureLoss.dists(
                    required(settings, name, "torchvision's VGG16 for DISTS, unless loss.dists is 0"), device);
        }
        Dists dists = new Dists(16);
        RandomTensors random = new RandomTensors(0);
        dists.bind(
                device,
                DType.F32,
                (owner, tensor, shape, type) ->
                        tensor.startsWith("features.") ? random.tensor(owner, tensor, shape, type) : owner.ones(shape));
        return PictureLoss.of(dists);
    }

    private static FeatureTarget features(Settings settings, Student student, Device device, DType dtype)
            throws IOException {
        if (tiny(settings, "vae")) {
            return FeatureTarget.tiny(student.config().image(), 0, device, dtype);
        }
        String unless = ", unless no loss looks at features";
        return FeatureTarget.open(
                required(settings, "vae", "a folder of Stable Diffusion 2.1 or of its vae" + unless),
                required(settings, "half-decoder", "AdcSR's halfDecoder.ckpt" + unless),
                student.config().image(),
                device,
                dtype);
    }

    private static Critics critics(Settings settings, Path start, Student student, Device device, DType dtype)
            throws IOException {
        DualHeadConfig heads = new DualHeadConfig(
                settings.count("critic.width", 1),
                settings.count("critic.detail", 0),
                settings.count("critic.consistency", 0));
        long seed = settings.integer("seed", Long.MIN_VALUE);
        String backbone = "critic.pixel-backbone";
        boolean small = tiny(settings, backbone);
        try (Weights unet = WeightsFolder.open(start, AdcVsrProvider.ID).weights(AdcVsrFolders.COMPONENT);
                Weights convNext = small
                        ? null
                        : Weights.open(required(settings, backbone, "OpenCLIP's ConvNeXt for a critic"))
                                .renamed(OPENCLIP)) {
            return new Critics(
                    small
                            ? ConvNextConfig.tiny()
                            : new ConvNextConfig(
                                    numbers(settings, "critic.pixel-depths"),
                                    numbers(settings, "critic.pixel-widths"),
                                    ConvNextConfig.xxlarge().eps()),
                    small ? new RandomTensors(0) : convNext::load,
                    unet::load,
                    student.config(),
                    heads,
                    seed,
                    device,
                    dtype);
        }
    }

    private static List<Integer> numbers(Settings settings, String name) {
        try {
            return Arrays.stream(settings.text(name).split(","))
                    .map(number -> Integer.valueOf(number.strip()))
                    .toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("setting " + name + " of recipe " + settings.recipe()
                    + " must be whole numbers with commas between them, got '" + settings.text(name) + "'");
        }
    }
}
