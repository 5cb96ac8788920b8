package io.vsr4j.training.adcvsr;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Terms;
import io.vsr4j.training.critic.ClipKind;
import io.vsr4j.training.critic.ConvNextConfig;
import io.vsr4j.training.critic.DualHeadConfig;
import io.vsr4j.training.critic.Judgement;
import io.vsr4j.training.critic.RealClips;
import io.vsr4j.training.data.Clip;
import io.vsr4j.training.optim.Adam;
import io.vsr4j.training.optim.Gradients;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The critic of features alone, with a student that stays as it is: one that makes blurred pictures which flicker. What a
 * frozen encoder makes of the clips is computed once.
 */
@ExtendWith(OneThread.class)
class FeatureCriticTest {
    private static final int FRAMES = 5;
    private static final int SIDE = 32;
    private static final int SEEN = 60;
    private static final int BATCH = 6;
    private static final int STEPS = 600;
    private static final double RATE = 4e-3;
    /** Radians a pixel, at most. */
    private static final double FINEST_WAVE = 0.2;

    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    /** {@return features of clips of each kind, the frames of all clips one after the other} */
    private Map<ClipKind, NDArray> features(FeatureTarget target, WavyClips clips) {
        Map<ClipKind, NDList> all = new EnumMap<>(ClipKind.class);
        for (int i = 0; i < clips.count(); i++) {
            try (NDManager scope = manager.newSubManager();
                    Autograd off = Autograd.off()) {
                Clip clip = clips.clip(i, scope);
                NDArray pictures = clips.pictures(i, FRAMES + 1, scope);
                Map<ClipKind, NDArray> kinds = new EnumMap<>(ClipKind.class);
                RealClips.of(clip.high(), pictures, new Draw(1, i).random("disorder"))
                        .forEach((kind, made) -> kinds.put(kind, made.mul(2).sub(1)));
                NDArray flicker = new Draw(2, i).noise("flicker", scope, new Shape(FRAMES, 3, 1, 1));
                kinds.put(
                        ClipKind.STUDENT,
                        Torch.bilinear(clip.low(), SIDE, SIDE, false)
                                .mul(2)
                                .sub(1)
                                .add(flicker.mul(0.1)));
                kinds.forEach((kind, frames) -> {
                    NDArray made = target.of(frames);
                    made.attach(manager);
                    all.computeIfAbsent(kind, k -> new NDList()).add(made);
                });
            }
        }
        Map<ClipKind, NDArray> joined = new EnumMap<>(ClipKind.class);
        all.forEach((kind, list) -> joined.put(kind, NDArrays.concat(list)));
        return joined;
    }

    /** Judges the clips from one to before another, all kinds at once. */
    private static Map<ClipKind, Judgement> judge(
            Critics critics, Map<ClipKind, NDArray> features, long from, long to, NDManager scope) {
        NDList list = new NDList();
        for (ClipKind kind : ClipKind.values()) {
            NDArray part = features.get(kind).get(new NDIndex("{}:{}", from * FRAMES, to * FRAMES));
            part.attach(scope);
            list.add(part);
        }
        NDArray all = NDArrays.concat(list);
        all.attach(scope);
        Judgement answers = critics.features(all, FRAMES);
        Map<ClipKind, Judgement> byKind = new EnumMap<>(ClipKind.class);
        long length = (to - from) * FRAMES;
        for (ClipKind kind : ClipKind.values()) {
            NDIndex part = new NDIndex("{}:{}", kind.ordinal() * length, (kind.ordinal() + 1) * length);
            byKind.put(
                    kind,
                    new Judgement(
                            answers.detail().get(part), answers.consistency().get(part)));
        }
        return byKind;
    }

    /** {@return of each question the share of the clips whose answer has the sign of the label} */
    private Map<String, Double> right(Critics critics, Map<ClipKind, NDArray> features, int clips) {
        Map<String, Double> right = new TreeMap<>();
        for (int i = 0; i < clips; i++) {
            try (NDManager scope = manager.newSubManager();
                    Autograd off = Autograd.off()) {
                judge(critics, features, i, i + 1, scope).forEach((kind, answer) -> {
                    count(right, kind + " details", kind.detail(), answer.detail(), clips);
                    count(right, kind + " consistency", kind.consistency(), answer.consistency(), clips);
                });
            }
        }
        return right;
    }

    private static void count(Map<String, Double> right, String question, int label, NDArray answers, int clips) {
        if (label != 0) {
            right.merge(question, label * answers.mean().getFloat() > 0 ? 1.0 / clips : 0, Double::sum);
        }
    }

    private static Terms loss(Map<ClipKind, Judgement> answers) {
        Terms terms = new Terms();
        answers.forEach((kind, answer) -> {
            if (answer.detailLoss(kind) != null) {
                terms.add(kind + " details", 1, answer.detailLoss(kind));
            }
            if (answer.consistencyLoss(kind) != null) {
                terms.add(kind + " consistency", 1, answer.consistencyLoss(kind));
            }
        });
        return terms;
    }

    @Test
    void tellsTheKindsApart() {
        try (FeatureTarget target = FeatureTarget.tiny(Sizes.CONFIG.image(), 0, Device.cpu(), DType.F32);
                Critics critics = new Critics(
                        new ConvNextConfig(List.of(1), List.of(24), 1e-5),
                        new RandomTensors(0),
                        new RandomTensors(1),
                        Sizes.CONFIG,
                        new DualHeadConfig(32, 24, 8),
                        1,
                        Device.cpu(),
                        DType.F32)) {
            Map<ClipKind, NDArray> seen = features(target, new WavyClips(SEEN, FRAMES, SIDE, FINEST_WAVE, 7));
            Map<String, NDArray> learned = new TreeMap<>(critics.parameters());
            learned.keySet().removeIf(name -> !name.startsWith("features."));
            Adam adam = new Adam(manager, learned, new Adam.Options(false, 0.9, 0.99, 1e-8, 0));
            for (int step = 0; step < STEPS; step++) {
                try (NDManager scope = TorchEngine.newManager(Device.cpu());
                        Gradients gradients = new Gradients(manager, new ArrayList<>(learned.values()))) {
                    long from = (long) step * BATCH % SEEN;
                    try (Autograd on = Autograd.on()) {
                        gradients.add(loss(judge(critics, seen, from, from + BATCH, scope)), 1, scope);
                    }
                    adam.step(gradients.sums(), 1, RATE * (STEPS - step) / STEPS);
                }
            }
            assertThat(right(critics, seen, SEEN)).hasSize(8).allSatisfy((question, share) -> assertThat(share)
                    .as(question)
                    .isGreaterThanOrEqualTo(0.9));
            Map<ClipKind, NDArray> held = features(target, new WavyClips(20, FRAMES, SIDE, FINEST_WAVE, 8));
            assertThat(right(critics, held, 20).values().stream()
                            .mapToDouble(share -> share)
                            .average()
                            .orElseThrow())
                    .as("of unseen clips")
                    .isGreaterThanOrEqualTo(0.9);
        } finally {
            manager.close();
        }
    }
}
