package io.vsr4j.models.stablediffusion;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import java.util.List;

/**
 * The UNet of Stable Diffusion 2.1: from a noisy latent, a time and a text, the noise in it (2.1-base) or the velocity
 * (2.1). Names and numbers are those of the class of the same name in diffusers.
 */
public final class UNet2DConditionModel extends Network {
    private final Parameters time;
    private final UNetBody body;
    private final UNetConfig config;

    /**
     * Declares the parameters.
     *
     * @param config its sizes, with time and text
     */
    public UNet2DConditionModel(UNetConfig config) {
        if (config.timeWidth() == 0 || config.textWidth() == 0) {
            throw new IllegalArgumentException("this UNet needs a time and a text, got widths " + config.timeWidth()
                    + " and " + config.textWidth());
        }
        this.config = config;
        time = parameters().child("time_embedding");
        time.linear("linear_1", config.widths().get(0), config.timeWidth());
        time.linear("linear_2", config.timeWidth(), config.timeWidth());
        body = new UNetBody(parameters(), config);
    }

    /** {@return its sizes} */
    public UNetConfig config() {
        return config;
    }

    @Override
    protected NDArray arranged(NDArray value) {
        return Filters.arranged(value);
    }

    /**
     * Computes one step.
     *
     * @param sample latent {@code [N, 4, H, W]}, in the type that the network computes in; any H and W
     * @param timestep 0 to 1000, whole or not, of any numeric type: one for all, {@code []} or {@code [1]}, or
     *     {@code [N]}
     * @param text features of the prompt {@code [N, S, 1024]}, or {@code [1, S, 1024]} for all
     * @return {@code [N, 4, H, W]}
     */
    public NDArray forward(NDArray sample, NDArray timestep, NDArray text) {
        return forward(sample, timestep, text, LayerHook.NONE);
    }

    /**
     * Computes one step with something between the layers.
     *
     * @param sample as above
     * @param timestep as above
     * @param text as above
     * @param hook what to put between the layers
     * @return {@code [N, 4, H, W]}
     */
    public NDArray forward(NDArray sample, NDArray timestep, NDArray text, LayerHook hook) {
        return Scopes.within(sample.getManager(), scope -> {
            NDArray embedding = embedding(Scopes.borrow(scope, timestep));
            NDArray x = Scopes.borrow(scope, sample);
            return Torch.contiguous(body.forward(x, new Condition(embedding, text), hook));
        });
    }

    /**
     * One step in pieces, for one time and one text. From a stack with the latent to a stack with the result.
     *
     * @param timestep as above, {@code []} or {@code [1]}; its manager owns what the pieces share, and must outlive them
     * @param text {@code [1, S, 1024]}; stays open
     * @return the pieces in order, one for each stage and one for the end
     */
    public List<Segment> segments(NDArray timestep, NDArray text) {
        return body.segments(new Condition(embedding(timestep), text));
    }

    private NDArray embedding(NDArray timestep) {
        return Blocks.call(
                "time_embedding", timestep, time.dict(), config.widths().get(0));
    }
}
