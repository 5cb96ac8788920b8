package io.vsr4j.quality.clipiqa;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.clip.ClipText;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;

/** The half of CLIP that reads the prompts. It is needed once. */
final class TextTower extends Network {
    private static final String PROJECTION = "text_projection";

    private final ClipText text;

    private TextTower(Config config, long shared) {
        text = new ClipText(parameters().child("text_model"), config);
        parameters().tensor(PROJECTION, text.width(), shared);
    }

    /** {@code [10, C]}: what a CLIP makes of the prompts, in their order. */
    static NDArray features(OpenAiClip clip, NDManager owner) {
        Device device = owner.getDevice();
        try (Autograd off = Autograd.off();
                TextTower tower = new TextTower(clip.textConfig(), clip.shared())) {
            tower.bind(device, DType.F32, clip);
            return Scopes.within(owner, scope -> {
                NDArray ids = Prompts.ids(scope);
                NDArray said = tower.text.pooled(tower.text.forward(ids), ids);
                return said.matMul(tower.parameters().get(PROJECTION));
            });
        }
    }
}
