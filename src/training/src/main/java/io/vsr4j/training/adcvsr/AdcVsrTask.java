package io.vsr4j.training.adcvsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.adcvsr.AdcVsrNetwork;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.training.Draw;
import io.vsr4j.training.ParameterGroup;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Shown;
import io.vsr4j.training.Task;
import io.vsr4j.training.critic.ClipKind;
import io.vsr4j.training.critic.RealClips;
import io.vsr4j.training.data.Clip;
import io.vsr4j.training.data.ClipSource;
import io.vsr4j.training.loss.PictureLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** AdcVSR learns from what a teacher makes of clips and, in its second stage, from critics. */
final class AdcVsrTask implements Task<AdcVsrSample> {
    /** What the student should make of a clip. */
    enum Target {
        /** What the teacher makes of it. */
        TEACHER,
        /** What it was before it was degraded. */
        HIGH
    }

    /**
     * What a step looks at.
     *
     * @param source of clips
     * @param batch clips of a step
     * @param target what is wanted of them
     * @param seed of what is drawn
     */
    record Data(ClipSource source, int batch, Target target, long seed) {}

    private final Data data;
    private final Student student;
    private final LossWeights weights;
    private final FeatureTarget features;
    private final PictureLoss dists;
    private final Critics critics;

    /**
     * @param data to learn from; closed with this, as all that follows
     * @param student is trained
     * @param weights of the losses
     * @param features of the teacher's pictures; null if nothing needs them
     * @param dists null if it counts nothing
     * @param critics null if they count nothing
     */
    AdcVsrTask(
            Data data,
            Student student,
            LossWeights weights,
            FeatureTarget features,
            PictureLoss dists,
            Critics critics) {
        this.data = data;
        this.student = student;
        this.weights = weights;
        this.features = features;
        this.dists = dists;
        this.critics = critics;
    }

    @Override
    public List<ParameterGroup> groups() {
        List<ParameterGroup> groups = new ArrayList<>();
        groups.add(new ParameterGroup(GeneratorPhase.GROUP, student.parameters()));
        if (critics != null) {
            groups.add(new ParameterGroup(CriticPhase.GROUP, critics.parameters()));
        }
        return groups;
    }

    @Override
    public List<Phase<AdcVsrSample>> phases() {
        List<Phase<AdcVsrSample>> phases = new ArrayList<>();
        phases.add(new GeneratorPhase(student, weights, weights.features() > 0 ? features : null, dists, critics));
        if (critics != null) {
            phases.add(new CriticPhase(critics, weights, features));
        }
        return phases;
    }

    @Override
    public AdcVsrSample sample(long index, NDManager owner) throws IOException {
        NDList low = new NDList();
        NDList target = new NDList();
        Map<ClipKind, NDList> real = new EnumMap<>(ClipKind.class);
        int frames = 0;
        try (NDManager scope = owner.newSubManager()) {
            for (int i = 0; i < data.batch(); i++) {
                long at = Math.addExact(Math.multiplyExact(index, data.batch()), i);
                Clip clip = data.source().clip(at, scope);
                require(clip);
                frames = (int) clip.high().getShape().get(0);
                low.add(clip.low());
                target.add(data.target() == Target.TEACHER ? clip.teacher() : clip.high());
                if (critics != null) {
                    NDArray pictures = data.source().pictures(at, frames + 1, scope);
                    RealClips.of(clip.high(), pictures, new Draw(data.seed(), at).random("disorder"))
                            .forEach((kind, made) -> real.computeIfAbsent(kind, k -> new NDList())
                                    .add(made));
                }
            }
            Map<ClipKind, NDArray> others = new EnumMap<>(ClipKind.class);
            real.forEach((kind, clips) -> others.put(kind, symmetric(clips, owner)));
            return new AdcVsrSample(frames, symmetric(low, owner), symmetric(target, owner), others);
        }
    }

    /** One after the other, from -1 to 1. */
    private static NDArray symmetric(NDList clips, NDManager owner) {
        NDArray all = NDArrays.concat(clips).mul(2).sub(1);
        all.attach(owner);
        return all;
    }

    private void require(Clip clip) {
        Shape low = clip.low().getShape();
        Shape high = clip.high().getShape();
        int step = student.config().image().unshuffle();
        if (high.get(2) != AdcVsrNetwork.SCALE * low.get(2)
                || high.get(3) != AdcVsrNetwork.SCALE * low.get(3)
                || low.get(2) % step != 0
                || low.get(3) % step != 0) {
            throw new IllegalArgumentException("AdcVSR learns to enlarge by " + AdcVsrNetwork.SCALE
                    + " from frames whose sides are multiples of " + step + ", got clips of " + low + " for " + high
                    + "; set clip.height and clip.width to multiples of " + AdcVsrNetwork.SCALE * step);
        }
        if (data.target() == Target.TEACHER && clip.teacher() == null) {
            throw new IllegalArgumentException("a clip comes without a teacher's frames: put them into a folder TEACHER"
                    + " beside the good ones, or set target=high to learn from these");
        }
    }

    /** The middle frame of the first clip. */
    @Override
    public List<Shown> show(AdcVsrSample sample, NDManager scope) {
        NDArray restored = student.pictures(student.features(Scopes.borrow(scope, sample.low()), sample.frames()));
        int middle = sample.frames() / 2;
        Shape size = sample.target().getShape();
        NDArray low = Torch.nearest(Scopes.borrow(scope, sample.low()), size.get(2), size.get(3));
        return List.of(
                new Shown("input", unit(low.get(middle))),
                new Shown("result", unit(restored.get(middle))),
                new Shown("target", unit(Scopes.borrow(scope, sample.target()).get(middle))));
    }

    private static NDArray unit(NDArray picture) {
        return picture.add(1).div(2);
    }

    @Override
    public void save(Path target) throws IOException {
        student.save(target);
    }

    @Override
    public void close() {
        data.source().close();
        student.close();
        if (features != null) {
            features.close();
        }
        if (dists != null) {
            dists.close();
        }
        if (critics != null) {
            critics.close();
        }
    }
}
