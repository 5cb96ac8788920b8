package io.vsr4j.training.oasis;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.vsr4j.models.oasis.OasisNetworks;
import io.vsr4j.models.wan.WanVae;
import io.vsr4j.models.wan.WanVaeStream;
import io.vsr4j.models.wan.WanVaeTiling;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.training.Draw;

/**
 * Some consecutive latent frames of a clip. Gradients through the decoder take more memory than all else, so that losses of
 * pixels look at a part of the clip.
 *
 * <p>Not in the paper: that they do, and how. The decoder is causal: what it remembers of the frames before the span is what it
 * would remember in use, and is made without gradients.
 *
 * @param first index of the first latent frame
 * @param count how many
 */
public record LatentSpan(int first, int count) {
    /** {@return a span of a clip, each equally likely} */
    static LatentSpan draw(Draw draw, int frames, int count) {
        int length = Math.min(count, frames);
        return new LatentSpan(draw.random("span").nextInt(frames - length + 1), length);
    }

    /** {@return index of the first frame of the video that it stands for: a latent frame is four, the first is one} */
    long start(int temporalFactor) {
        return first == 0 ? 0 : 1 + (first - 1L) * temporalFactor;
    }

    /** {@return index after the last frame of the video} */
    long end(int temporalFactor) {
        return 1 + (first + count - 1L) * temporalFactor;
    }

    /**
     * Decodes it.
     *
     * @param vae the decoder
     * @param latents of the whole clip, normalised, {@code (1, z, F, y, x)}; gradients reach those of the span
     * @return frames, {@code [t, 3, H, W]}, 0 to 1
     */
    NDArray decode(WanVae vae, NDArray latents) {
        return Scopes.within(latents.getManager(), scope -> {
            NDArray raw = vae.denormalise(Scopes.borrow(scope, latents));
            try (WanVaeStream decoder = vae.decoder(scope, WanVaeTiling.NONE)) {
                try (Autograd off = Autograd.off()) {
                    for (int i = 0; i < first; i++) {
                        decoder.next(frame(raw, i)).close();
                    }
                }
                NDArray video = decoder.next(frame(raw, first));
                for (int i = first + 1; i < first + count; i++) {
                    video = video.concat(decoder.next(frame(raw, i)), 2);
                }
                return OasisNetworks.frames(video);
            }
        });
    }

    private static NDArray frame(NDArray latents, int index) {
        return latents.get(new NDIndex(":, :, {}:{}", index, index + 1));
    }
}
