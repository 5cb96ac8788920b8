package io.vsr4j.training.adcvsr;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Draw;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The critic of pictures alone, with a student that stays as it is: one that makes blurred pictures which flicker. */
@ExtendWith(OneThread.class)
class CriticsTest {
    private static final int FRAMES = 5;
    private static final int SIDE = 32;
    private static final int STEPS = 200;
    private static final ConvNextConfig SIZES = new ConvNextConfig(List.of(1), List.of(24), 1e-5);
    private static final LossWeights PIXELS = new LossWeights(1, 0, 0, 1, 0);

    private final NDManager manager = TorchEngine.newManager(Device.cpu());

    private AdcVsrSample sample(WavyClips clips, long index, NDManager owner) {
        Clip clip = clips.clip(index, owner);
        NDArray pictures = clips.pictures(index, FRAMES + 1, owner);
        Map<ClipKind, NDArray> real = new EnumMap<>(ClipKind.class);
        RealClips.of(clip.high(), pictures, new Draw(1, index).random("disorder"))
                .forEach((kind, made) -> real.put(kind, made.mul(2).sub(1)));
        AdcVsrSample sample = new AdcVsrSample(FRAMES, clip.low(), real.get(ClipKind.VIDEO), real);
        NDArray flicker = new Draw(2, index).noise("flicker", owner, new Shape(FRAMES, 3, 1, 1));
        NDArray blurred =
                Torch.bilinear(clip.low(), SIDE, SIDE, false).mul(2).sub(1).add(flicker.mul(0.1));
        sample.keep(blurred, blurred);
        return sample;
    }

    /** Share of the answers that have the sign of their label. */
    private double right(Critics critics, WavyClips clips) {
        int right = 0;
        int asked = 0;
        for (int i = 0; i < clips.count(); i++) {
            try (NDManager scope = manager.newSubManager();
                    Autograd off = Autograd.off()) {
                AdcVsrSample sample = sample(clips, i, scope);
                for (ClipKind kind : ClipKind.values()) {
                    NDArray picture = kind == ClipKind.STUDENT
                            ? sample.pictures()
                            : sample.real().get(kind);
                    Judgement u = critics.pixels(picture, FRAMES);
                    for (boolean detail : new boolean[] {true, false}) {
                        int label = detail ? kind.detail() : kind.consistency();
                        double answer =
                                (detail ? u.detail() : u.consistency()).mean().getFloat();
                        asked += label == 0 ? 0 : 1;
                        right += label * answer > 0 ? 1 : 0;
                    }
                }
            }
        }
        return (double) right / asked;
    }

    @Test
    void tellTheKindsApart() {
        try (Critics critics = new Critics(
                        SIZES,
                        new RandomTensors(0),
                        new RandomTensors(1),
                        Sizes.CONFIG,
                        new DualHeadConfig(32, 24, 8),
                        1,
                        Device.cpu(),
                        DType.F32);
                NDManager owner = manager.newSubManager()) {
            Adam adam = new Adam(owner, critics.parameters(), new Adam.Options(false, 0.9, 0.99, 1e-8, 0));
            CriticPhase phase = new CriticPhase(critics, PIXELS, null);
            WavyClips seen = new WavyClips(60, FRAMES, SIDE, 0.4, 7);
            WavyClips held = new WavyClips(20, FRAMES, SIDE, 0.4, 8);
            for (int step = 0; step < STEPS; step++) {
                try (NDManager scope = TorchEngine.newManager(Device.cpu());
                        Gradients gradients = new Gradients(
                                owner, new ArrayList<>(critics.parameters().values()))) {
                    AdcVsrSample sample;
                    try (Autograd off = Autograd.off()) {
                        sample = sample(seen, step, scope);
                    }
                    try (Autograd on = Autograd.on()) {
                        gradients.add(phase.terms(sample, new Draw(1, step), scope), 1, scope);
                    }
                    adam.step(gradients.sums(), 1, 2e-3 * (STEPS - step) / STEPS);
                }
            }
            assertThat(right(critics, held)).as("of unseen clips").isGreaterThanOrEqualTo(0.9);
        } finally {
            manager.close();
        }
    }
}
