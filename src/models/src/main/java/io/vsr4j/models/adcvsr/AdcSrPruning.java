package io.vsr4j.models.adcvsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.TensorFile;
import io.vsr4j.tensor.TensorInfo;
import io.vsr4j.tensor.TorchScript;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The UNet of a Stable Diffusion 2.1 checkpoint as AdcSR's training starts from it, under the names that
 * {@link AdcSrNetwork} has for it ({@code body.1}). What deals with time and text is left out. Of everything else the
 * first three quarters of the channels are kept, in and out, as they lie in the file and whatever they mean: where a
 * skip is joined, the first channels are those of the way up, so that more of the skip is lost; of a gated linear layer
 * all values and half of the gates stay.
 */
public final class AdcSrPruning implements TensorFile {
    private static final TorchScript SCRIPT = TorchScript.resource(AdcSrPruning.class, "pruning.ts.py");
    private static final Pattern REMOVED = Pattern.compile(
            "time_embedding\\..*|.*\\.time_emb_proj\\..*|.*\\.transformer_blocks\\.0\\.(attn2|norm2)\\..*");
    private static final String PREFIX = "body.1.";

    /** The pixels of a square stand in the places that one pixel of the latent had. */
    private static final int SQUARE = 4;

    private final TensorFile unet;
    private final Map<String, TensorInfo> tensors = new LinkedHashMap<>();

    /**
     * Views a checkpoint of the whole UNet.
     *
     * @param unet in diffusers' names; closed with this
     * @param outChannels of the pruned UNet, those of the decoder's middle: 256
     */
    public AdcSrPruning(TensorFile unet, int outChannels) {
        this.unet = unet;
        unet.tensors().forEach((name, full) -> {
            if (!REMOVED.matcher(name).matches()) {
                Shape shape = pruned(name, full.shape().getShape().clone(), outChannels);
                tensors.put(PREFIX + name, new TensorInfo(full.type(), shape, full.offset()));
            }
        });
    }

    private static Shape pruned(String name, long[] shape, int outChannels) {
        if (name.equals("conv_in.weight")) {
            shape[1] *= SQUARE;
        }
        for (int axis = 0; axis < Math.min(2, shape.length); axis++) {
            shape[axis] = shape[axis] * 3 / 4;
        }
        if (name.startsWith("conv_out.")) {
            shape[0] = outChannels;
        }
        return new Shape(shape);
    }

    @Override
    public NDArray read(NDManager scope, String name) {
        TensorInfo info = tensors.get(name);
        if (info == null) {
            throw new CheckpointException(name() + " has no tensor '" + name + "'");
        }
        try (NDArray full = unet.read(scope, name.substring(PREFIX.length()))) {
            NDArray pruned = SCRIPT.callIn(scope, "pruned", full, info.shape().getShape());
            pruned.setName(name);
            return pruned;
        }
    }

    @Override
    public String name() {
        return unet.name() + ", pruned";
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /** {@return that of the whole checkpoint} */
    @Override
    public String sha256() {
        return unet.sha256();
    }

    @Override
    public void close() {
        unet.close();
    }
}
