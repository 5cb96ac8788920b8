package io.vsr4j.quality.dover;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.quality.FramePair;
import io.vsr4j.quality.Meter;
import io.vsr4j.quality.MeterSetting;
import io.vsr4j.quality.Score;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.TorchEngine;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Keeps the views of the frames that were chosen beforehand, as bytes, and judges them at the end. */
final class DoverMeter implements Meter {
    private static final int SIDE = 224;

    private final DoverNetwork network;
    private final MeterSetting setting;
    private final String file;
    private final DoverPlan plan;
    private final NDManager views;
    private final NDArray[] technical;
    private final NDArray[] aesthetic;

    /** @param network loaded; closed with the meter */
    DoverMeter(DoverNetwork network, MeterSetting setting, String file) {
        this.network = network;
        this.setting = setting;
        this.file = file;
        plan = DoverPlan.draw(setting.frames(), setting.width(), setting.height(), setting.seed());
        views = TorchEngine.newManager(setting.device());
        technical = new NDArray[plan.technical().length];
        aesthetic = new NDArray[plan.aesthetic().length];
    }

    @Override
    public void accept(FramePair pair) {
        int frame = pair.index();
        if (!plan.wants(frame)) {
            return;
        }
        try (Autograd off = Autograd.off();
                NDManager scope = views.newSubManager()) {
            NDArray x = Views.pixels(Torch.copyIn(scope, pair.rgb(FramePair.Side.OUTPUT)));
            for (int i = 0; i < technical.length; i++) {
                if (plan.technical()[i] == frame) {
                    int clip = plan.clip(i);
                    technical[i] = kept(Fragments.PUBLISHED.view(x, plan.down()[clip], plan.right()[clip]));
                }
            }
            if (Arrays.stream(plan.aesthetic()).anyMatch(i -> i == frame)) {
                NDArray view = kept(Views.resized(x, SIDE, SIDE, false));
                for (int i = 0; i < aesthetic.length; i++) {
                    aesthetic[i] = plan.aesthetic()[i] == frame ? view : aesthetic[i];
                }
            }
        }
    }

    private NDArray kept(NDArray view) {
        NDArray bytes = Torch.to(view, DType.U8);
        bytes.attach(views);
        return bytes;
    }

    @Override
    public Score finish() {
        if (Arrays.stream(technical).anyMatch(Objects::isNull)
                || Arrays.stream(aesthetic).anyMatch(Objects::isNull)) {
            throw new IllegalStateException("DOVER chose among " + setting.frames()
                    + " frames, but was not shown all that it chose; the video is shorter than was said");
        }
        double rawTechnical = judged(network.technical(), technical, DoverPlan.TECHNICAL.length());
        double rawAesthetic = judged(network.aesthetic(), aesthetic, aesthetic.length);
        DoverScores scores = DoverScores.of(rawTechnical, rawAesthetic);
        return new Score(
                scores.overall(),
                new double[0],
                Map.of(
                        "technical",
                        scores.technical(),
                        "aesthetic",
                        scores.aesthetic(),
                        "technical-raw",
                        rawTechnical,
                        "aesthetic-raw",
                        rawAesthetic));
    }

    /** Mean over all places of all clips, which are equally long; one clip after the other, to save memory. */
    private double judged(DoverBranch branch, NDArray[] frames, int length) {
        double sum = 0;
        int clips = frames.length / length;
        for (int clip = 0; clip < clips; clip++) {
            List<NDArray> part = Arrays.asList(frames).subList(clip * length, (clip + 1) * length);
            try (Autograd off = Autograd.off();
                    NDManager scope = views.newSubManager()) {
                NDArray first = Torch.copyIn(scope, part.get(0));
                NDArray x = Views.clip(first, part.subList(1, length));
                sum += branch.map(branch.feature(x)).mean().getFloat();
            }
        }
        return sum / clips;
    }

    @Override
    public List<String> remarks() {
        return List.of("DOVER: weights of " + file + "; looked at " + technical.length + " and " + aesthetic.length
                + " of " + setting.frames() + " frames, places drawn with seed " + setting.seed());
    }

    @Override
    public void close() {
        views.close();
        network.close();
    }
}
