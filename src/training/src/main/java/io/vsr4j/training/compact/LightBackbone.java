package io.vsr4j.training.compact;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.TorchScript;
import io.vsr4j.training.critic.CriticBackbone;

/** Two convolutions that halve the picture, for critics of small networks; learned with the critic. */
final class LightBackbone implements CriticBackbone {
    private static final TorchScript SCRIPT = TorchScript.resource(LightBackbone.class, "light_backbone.ts.py");

    private final Parameters parameters;
    private final int width;

    LightBackbone(Parameters p, int width) {
        this.width = width;
        parameters = p.conv("first", 3, width, 4, 4).conv("second", width, width, 4, 4);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public String first() {
        return "first";
    }

    @Override
    public NDArray forward(NDArray x, int frames) {
        return SCRIPT.call("features", x, parameters.dict());
    }
}
