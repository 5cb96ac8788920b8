package io.vsr4j.training.oasis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.oasis.OasisNetworks;
import io.vsr4j.models.oasis.OasisTransformer;
import io.vsr4j.models.wan.WanTransformerText;
import io.vsr4j.tensor.Torch;
import io.vsr4j.training.Draw;
import io.vsr4j.training.Phase;
import io.vsr4j.training.Terms;

/**
 * The one step of OASIS and what is wrong with its result.
 *
 * @param networks under training
 * @param transformer of the networks, with its routing
 * @param losses what counts
 */
record OasisPhase(OasisNetworks networks, OasisTransformer transformer, OasisLosses losses)
        implements Phase<OasisSample> {
    static final String GROUP = "generator";

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public Terms terms(OasisSample sample, Draw draw, NDManager scope) {
        NDArray clean = clean(Torch.copyIn(scope, sample.low()), scope);
        Terms terms = losses.latents(clean, Torch.copyIn(scope, sample.target()));
        if (sample.span() != null) {
            NDArray frames = sample.span().decode(networks.vae(), clean);
            NDArray flow = sample.flow() == null ? null : Torch.copyIn(scope, sample.flow());
            losses.frames(terms, frames, Torch.copyIn(scope, sample.high()), flow);
        }
        return terms;
    }

    /** {@return z_H of frames, with weights as they are now} */
    NDArray clean(NDArray low, NDManager scope) {
        // The layers that read the prompt are learned too.
        WanTransformerText prompt = networks.read(scope);
        return networks.clean(transformer, low, prompt);
    }
}
