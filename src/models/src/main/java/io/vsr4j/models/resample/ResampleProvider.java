package io.vsr4j.models.resample;

import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelProvider;
import io.vsr4j.models.VsrModel;

/** Opens the fixed filters. */
public final class ResampleProvider implements ModelProvider {
    /** Keys' cubic. */
    public static final ResampleProvider BICUBIC = new ResampleProvider(
            Kernel.BICUBIC,
            ModelCard.builder("bicubic", "Bicubic", "Cubic interpolation: fast, soft; the baseline of every paper")
                    .setScales(4, 1, 2, 3, 4, 5, 6, 7, 8));

    /** Lanczos with three lobes. */
    public static final ResampleProvider LANCZOS = new ResampleProvider(
            Kernel.LANCZOS,
            ModelCard.builder("lanczos", "Lanczos", "Windowed sinc: fast, sharper than bicubic, rings at hard edges")
                    .setScales(4, 2, 3, 4, 5, 6, 7, 8));

    private final Kernel kernel;
    private final ModelCard card;

    private ResampleProvider(Kernel kernel, ModelCard.Builder card) {
        this.kernel = kernel;
        this.card = card.setMemory(ResampleModel::bytes)
                .optReach(0, kernel.radius())
                .build();
    }

    @Override
    public ModelCard card() {
        return card;
    }

    @Override
    public VsrModel open(int scale, ModelOptions options) {
        return new ResampleModel(card, kernel, scale, options.device());
    }

    @Override
    public String fingerprint(ModelOptions options) {
        return ResampleModel.FINGERPRINT;
    }
}
