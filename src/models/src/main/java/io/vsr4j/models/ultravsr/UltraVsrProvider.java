package io.vsr4j.models.ultravsr;

import io.vsr4j.models.ColourMatch;
import io.vsr4j.models.FolderMaker;
import io.vsr4j.models.FrameRule;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelPart;
import io.vsr4j.models.ModelProvider;
import io.vsr4j.models.ModelWork;
import io.vsr4j.models.Tiling;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.WeightsPart;
import io.vsr4j.tensor.DType;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Opens UltraVSR, and makes folders for it. */
public final class UltraVsrProvider implements ModelProvider {
    /** The card's id. */
    static final String ID = "ultravsr";

    /** Paper: 120 frames at once. Not in the paper: less by default, and blended; 56 shared frames would be exact. */
    static final int WINDOW = 48;

    private static final int OVERLAP = 16;

    /** One frame a unit at the most: two at each of 14 sites. {@link RtsConfig#standard} has 24. */
    private static final int REACH = 28;

    /** Not a limit, since norms and attentions see all of a frame: what tiles need so that seams do not show. */
    private static final int SPATIAL_REACH = 16;

    private static final ModelCard CARD = ModelCard.builder(
                    ID,
                    "UltraVSR",
                    "One-step diffusion with Stable Diffusion 2.1: invents fine detail, steady over many frames")
            .setScales(4, 4)
            .setMemory(UltraVsrProvider::bytes)
            // Sides of an eighth that the UNet can halve three times.
            .optInput(FrameRule.ANY, 16)
            .optWindow(WINDOW, OVERLAP)
            .optReach(REACH, SPATIAL_REACH)
            .optTiling(Tiling.DISCOURAGED)
            .optColourMatch(ColourMatch.WAVELET)
            .optDTypes(DType.F32, DType.BF16, DType.F16)
            .optPrompts()
            .optWeights(
                    ModelPart.total(UltraVsrFigures.parts()),
                    false,
                    "no weights published; base CreativeML Open RAIL++-M",
                    "")
            .optPaper(URI.create("https://arxiv.org/abs/2505.19958"))
            .build();

    /**
     * For each pixel of a micro-batch's result: 850 values where the decoder is widest; then what waits at the units, of
     * which three at the end of the decoder hold 850, and all others 490 when there are micro-batches enough. Only the clip
     * and the result grow with the window. Measured: 0.85 to 1.14 of this.
     */
    static long bytes(int frames, int width, int height, int scale) {
        long source = (long) width * height;
        long restored = source * scale * scale;
        int batch = Math.min(frames, UltraVsrModel.batch(width, height));
        int waiting = (frames + batch - 1) / batch - 1;
        long late = Math.min(waiting, 3);
        long early = Math.min(waiting - late, 21);
        long values = 850 + 850 * late / 3 + 490 * early / 21;
        return Float.BYTES * (batch * restored * values + frames * 3 * (source + restored));
    }

    @Override
    public ModelCard card() {
        return CARD;
    }

    @Override
    public List<WeightsPart> weightsParts() {
        return List.of(
                new WeightsPart(UltraVsrFolder.UNET, "UNet", "Stable Diffusion 2.1 base", true),
                new WeightsPart(UltraVsrFolder.VAE, "autoencoder", "Stable Diffusion 2.1 base", true),
                new WeightsPart(UltraVsrFolder.RTS, "temporal units of UNet and decoder", "not published", true),
                new WeightsPart("unet_lora", "low-rank changes of the UNet", "not published", false),
                new WeightsPart("vae_lora", "low-rank changes of the autoencoder's encoder", "not published", false),
                new WeightsPart(
                        Dem.TOWER,
                        "scores how degraded a shot is; without it all shots count alike",
                        "CLIP RN50",
                        false),
                new WeightsPart(Dem.PROMPTS, "the two ends of that score", "CLIP's text encoder", false),
                new WeightsPart(TextPrompt.FILE, "the empty prompt", "made with the text encoder of the base", true));
    }

    @Override
    public VsrModel open(int scale, ModelOptions options) throws IOException {
        return new UltraVsrModel(CARD, options.folder(ID), options);
    }

    @Override
    public String fingerprint(ModelOptions options) throws IOException {
        return new UltraVsrFolder(options.folder(ID)).fingerprint(options.prompt());
    }

    @Override
    public Optional<FolderMaker> folders() {
        return Optional.of(new UltraVsrFolderMaker());
    }

    @Override
    public List<ModelPart> parts() {
        return UltraVsrFigures.parts();
    }

    @Override
    public List<ModelWork> work() {
        return UltraVsrFigures.work();
    }

    @Override
    public List<String> weightsHelp() {
        return List.of(
                "UltraVSR's authors have published no weights; what it adds to Stable Diffusion 2.1 has to be trained.",
                "To try the program without: vsr init ultravsr --size tiny -o DIR",
                "From a folder of Stable Diffusion 2.1 base with unet, vae, text_encoder and tokenizer:",
                "  vsr init ultravsr --base SD21 -o DIR     restores as Stable Diffusion does in one step, each frame by"
                        + " itself, until it has been trained");
    }
}
