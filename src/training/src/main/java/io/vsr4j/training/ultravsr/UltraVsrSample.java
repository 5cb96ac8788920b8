package io.vsr4j.training.ultravsr;

import ai.djl.ndarray.NDArray;
import io.vsr4j.models.ultravsr.Drs;
import io.vsr4j.training.data.Clip;

/** A clip, how degraded it is, and what the model made of it in this step, for those who learn from that. */
final class UltraVsrSample {
    static final int SCALE = 4;
    /** What autoencoder and UNet halve together. */
    static final int MULTIPLE = 64;

    private final Clip clip;
    private final Drs drs;
    private NDArray restored;
    private NDArray latents;

    /**
     * @param clip four times enlarged
     * @param factor its degradation factor
     * @throws IllegalArgumentException if the clip is enlarged otherwise, or cannot be halved so often
     */
    UltraVsrSample(Clip clip, double factor) {
        long[] high = clip.high().getShape().getShape();
        long[] low = clip.low().getShape().getShape();
        if (high[2] != SCALE * low[2] || high[3] != SCALE * low[3]) {
            throw new IllegalArgumentException("UltraVSR learns to enlarge by " + SCALE + ", got clips of "
                    + clip.low().getShape() + " for " + clip.high().getShape() + "; set clip.scale=" + SCALE);
        }
        if (high[2] % MULTIPLE != 0 || high[3] % MULTIPLE != 0) {
            throw new IllegalArgumentException("UltraVSR learns from clips with sides that are multiples of " + MULTIPLE
                    + ", got " + clip.high().getShape() + "; set clip.height and clip.width so");
        }
        this.clip = clip;
        this.drs = new Drs(factor);
    }

    Clip clip() {
        return clip;
    }

    Drs drs() {
        return drs;
    }

    /** Remembers a result and its latents, null if there are none, until the step is over; without their gradients. */
    void keep(NDArray result, NDArray itsLatents) {
        restored = result.stopGradient();
        latents = itsLatents == null ? null : itsLatents.stopGradient();
    }

    /** {@return what the model made of the clip, 0 to 1} */
    NDArray restored() {
        return restored;
    }

    /** {@return its latents} */
    NDArray latents() {
        return latents;
    }
}
