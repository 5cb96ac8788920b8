package io.vsr4j.models.litevsr;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.wan.WanVae;
import io.vsr4j.models.wan.WanVaeStream;
import io.vsr4j.models.wan.WanVaeTiling;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchScript;
import java.util.ArrayList;
import java.util.List;

/**
 * The way of frames into the autoencoder's latents and back. Both go group by group, so that the large pictures of a whole
 * window are never there at once.
 *
 * @param vae belongs to the caller
 */
public record LatentVideo(WanVae vae) {
    /** How much larger the result is than the source. */
    public static final int SCALE = 4;

    private static final TorchScript SCRIPT = TorchScript.resource(LatentVideo.class, "video.ts.py");

    /** Tiles for the autoencoder alone; the paper says that the decoder needs them where the rest does not. */
    static WanVaeTiling tiling(long height, long width) {
        return WanVaeTiling.bounded(height, width);
    }

    /**
     * Makes z_LQ (section 3.2).
     *
     * @param frames {@code float32 (1 + 4 k, 3, h, w)}, 0 to 1
     * @return normalised means, {@code float32 (1, z, 1 + k, 4 h / factor, 4 w / factor)}
     */
    NDArray encode(NDArray frames) {
        return encode(frames, SCALE);
    }

    /**
     * Makes latents of frames.
     *
     * @param frames {@code float32 (1 + 4 k, 3, h, w)}, 0 to 1
     * @param scale how much they are enlarged first: {@link #SCALE} for z_LQ, 1 for what is wanted of it
     * @return normalised means, {@code float32 (1, z, 1 + k, scale h / factor, scale w / factor)}
     */
    public NDArray encode(NDArray frames, int scale) {
        Shape shape = frames.getShape();
        WanVaeTiling tiling = tiling(scale * shape.get(2), scale * shape.get(3));
        return Scopes.within(frames.getManager(), scope -> {
            List<NDArray> latents = new ArrayList<>();
            try (WanVaeStream encoder = vae.encoder(scope, tiling)) {
                int count;
                for (long start = 0; start < shape.get(0); start += count) {
                    count = encoder.frames();
                    int type = vae.dtype().code();
                    try (NDArray video = SCRIPT.callIn(scope, "enter", frames, start, count, scale, type);
                            NDArray moments = encoder.next(video);
                            NDArray mean = vae.mean(moments)) {
                        latents.add(SCRIPT.call("exact", mean));
                    }
                }
            }
            return vae.normalise(SCRIPT.callIn(scope, "join", latents));
        });
    }

    /**
     * Makes frames of latents.
     *
     * @param latents normalised, {@code float32 (1, z, 1 + k, y, x)}
     * @return {@code float32 (1 + 4 k, 3, factor y, factor x)}, 0 to 1
     */
    public NDArray decode(NDArray latents) {
        Shape shape = latents.getShape();
        int factor = vae.config().spatialFactor();
        long height = factor * shape.get(3);
        long width = factor * shape.get(4);
        long count = 1 + (shape.get(2) - 1) * vae.config().temporalFactor();
        return Scopes.within(latents.getManager(), scope -> {
            NDArray result = scope.zeros(new Shape(count, vae.config().colours(), height, width));
            NDArray raw = vae.denormalise(Scopes.borrow(scope, latents));
            try (WanVaeStream decoder = vae.decoder(scope, tiling(height, width))) {
                long done = 0;
                for (long at = 0; at < shape.get(2); at++) {
                    try (NDArray latent = SCRIPT.call(
                                    "latent_frame", raw, at, vae.dtype().code());
                            NDArray video = decoder.next(latent)) {
                        SCRIPT.callForEffect("leave", result, video, done);
                        done += video.getShape().get(2);
                    }
                }
            }
            return result;
        });
    }
}
