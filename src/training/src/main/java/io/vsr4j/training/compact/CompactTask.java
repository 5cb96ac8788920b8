package io.vsr4j.training.compact;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.Torch;
import io.vsr4j.training.Draw;
import io.vsr4j.training.ParameterGroup;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Settings;
import io.vsr4j.training.Shown;
import io.vsr4j.training.Task;
import io.vsr4j.training.critic.ClipKind;
import io.vsr4j.training.critic.RealClips;
import io.vsr4j.training.data.Clip;
import io.vsr4j.training.data.ClipSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The compact network learns to restore clips; in its second stage a light critic judges what it makes. */
final class CompactTask implements Task<CompactSample> {
    private final ClipSource clips;
    private final CompactStudent student;
    private final LightCritic critic;
    private final Validation validation;
    private final int batch;
    private final long seed;
    private final RestorePhase.Distance distance;
    private final double steady;
    private final double weight;

    /**
     * @param settings of the recipe
     * @param clips what it learns from; closed with this, as what follows
     * @param student is trained
     * @param critic null in the first stage
     * @param validation null if there is nothing to validate on
     */
    CompactTask(
            Settings settings, ClipSource clips, CompactStudent student, LightCritic critic, Validation validation) {
        this.clips = clips;
        this.student = student;
        this.critic = critic;
        this.validation = validation;
        batch = settings.count("batch", 1);
        seed = settings.integer("seed", Long.MIN_VALUE);
        distance = settings.choice("loss", RestorePhase.Distance.class);
        steady = steady(settings);
        weight = critic == null ? 0 : settings.number("critic.weight", 0, 1e3);
    }

    /** {@return weight of the term for what changes from one frame to the next} */
    static double steady(Settings settings) {
        return settings.number("loss.steady", 0, 1e3);
    }

    @Override
    public List<ParameterGroup> groups() {
        List<ParameterGroup> groups = new ArrayList<>();
        groups.add(new ParameterGroup(RestorePhase.GROUP, student.parameters(), student.hidden()));
        if (critic != null) {
            groups.add(new ParameterGroup(JudgePhase.GROUP, critic.parameters()));
        }
        return groups;
    }

    @Override
    public List<Phase<CompactSample>> phases() {
        RestorePhase restore = new RestorePhase(student, distance, steady, critic, weight);
        return critic == null ? List.of(restore) : List.of(restore, new JudgePhase(critic, restore::kept));
    }

    @Override
    public CompactSample sample(long index, NDManager owner) throws IOException {
        NDList low = new NDList();
        NDList high = new NDList();
        Map<ClipKind, NDList> real = new EnumMap<>(ClipKind.class);
        try (NDManager scope = owner.newSubManager()) {
            for (int i = 0; i < batch; i++) {
                long at = Math.addExact(Math.multiplyExact(index, batch), i);
                Clip clip = clips.clip(at, scope);
                low.add(clip.low());
                high.add(clip.high());
                if (critic != null) {
                    int count = (int) clip.high().getShape().get(0) + 1;
                    NDArray pictures = clips.pictures(at, count, scope);
                    RealClips.of(clip.high(), pictures, new Draw(seed, at).random("disorder"))
                            .forEach((kind, made) -> real.computeIfAbsent(kind, k -> new NDList())
                                    .add(made));
                }
            }
            int frames = (int) high.get(0).getShape().get(0);
            Map<ClipKind, NDArray> kinds = new EnumMap<>(ClipKind.class);
            real.forEach((kind, list) -> kinds.put(kind, joined(list, owner)));
            return new CompactSample(joined(low, owner), joined(high, owner), frames, kinds);
        }
    }

    private static NDArray joined(NDList list, NDManager owner) {
        NDArray all = NDArrays.concat(list);
        all.attach(owner);
        return all;
    }

    /** The middle frame of the first clip. */
    @Override
    public List<Shown> show(CompactSample sample, NDManager scope) {
        NDArray restored = student.restored(sample.low(), sample.frames());
        int middle = sample.frames() / 2;
        Shape size = sample.high().getShape();
        NDArray low = Torch.nearest(sample.low(), size.get(2), size.get(3));
        return List.of(
                new Shown("input", low.get(middle)),
                new Shown("result", restored.get(middle)),
                new Shown("target", sample.high().get(middle)));
    }

    @Override
    public Map<String, Double> validate() throws IOException {
        return validation == null ? Map.of() : Map.of("validation psnr", validation.psnr());
    }

    @Override
    public void save(Path target) throws IOException {
        student.save(target);
    }

    @Override
    public void close() {
        clips.close();
        if (validation != null) {
            validation.close();
        }
        student.close();
        if (critic != null) {
            critic.close();
        }
    }
}
