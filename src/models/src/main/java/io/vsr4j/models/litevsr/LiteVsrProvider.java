package io.vsr4j.models.litevsr;

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

/** Opens LiteVSR. */
public final class LiteVsrProvider implements ModelProvider {
    /** Sides of the source: 32 pixels of the result are a token. */
    static final int MULTIPLE = 8;

    private static final int WINDOW = 37;
    /**
     * The first latent frame of a window is made from one frame and nothing before it, so that the first frames are its
     * worst, and the window before has better ones.
     */
    private static final int WARM_UP = 4;
    /** Of the form 4 m + 1, which lets latent frames of both windows end on the same frames. */
    private static final int OVERLAP = 13;
    /**
     * Attention is global, so that this is no limit. Planned tiles have four times this side at least and share three times
     * as much or half of their side: 32 pixels, which are eight latent cells, or more.
     */
    private static final int REACH = 16;

    private static final ModelCard CARD = ModelCard.builder(
                    LiteVsrNetworks.ID,
                    "LiteVSR",
                    "Wan 2.2 guided by a small adapter, 5 steps: the richest detail, slow; wants a large GPU")
            .setScales(LatentVideo.SCALE, LatentVideo.SCALE)
            .setMemory(LiteVsrMemory::bytes)
            .optInput(new FrameRule(1, 4), MULTIPLE)
            .optWindow(WINDOW, OVERLAP)
            .optWarmUp(WARM_UP)
            .optReach(WINDOW - 1, REACH)
            .optTiling(Tiling.DISCOURAGED)
            .optDTypes(DType.BF16, DType.F32)
            .optWeights(
                    ModelPart.total(LiteVsrFigures.parts()),
                    false,
                    "Apache-2.0 for the base; no weights published",
                    "Wan 2.2, Copyright (c) 2025 Alibaba")
            .optPaper(URI.create("https://arxiv.org/abs/2606.09250"))
            .optOffload(LiteVsrFigures.offloaded())
            .build();

    @Override
    public ModelCard card() {
        return CARD;
    }

    @Override
    public List<WeightsPart> weightsParts() {
        return List.of(
                new WeightsPart(LiteVsrNetworks.TRANSFORMER, "the frozen transformer", "Wan 2.2 TI2V 5B", true),
                new WeightsPart(LiteVsrNetworks.VAE, "autoencoder", "Wan 2.2", true),
                new WeightsPart(LiteVsrNetworks.ADAPTER, "what guides the transformer", "not published", true),
                new WeightsPart(
                        LiteVsrNetworks.PROMPT, "the empty prompt", "made with the text encoder of the base", true));
    }

    @Override
    public VsrModel open(int scale, ModelOptions options) throws IOException {
        return LiteVsrModel.open(CARD, options.folder(LiteVsrNetworks.ID).root(), options);
    }

    @Override
    public String fingerprint(ModelOptions options) throws IOException {
        return LiteVsrNetworks.fingerprint(options.folder(LiteVsrNetworks.ID));
    }

    @Override
    public Optional<FolderMaker> folders() {
        return Optional.of(new LiteVsrFolders());
    }

    @Override
    public List<ModelPart> parts() {
        return LiteVsrFigures.parts();
    }

    @Override
    public List<ModelWork> work() {
        return LiteVsrFigures.work();
    }

    @Override
    public List<String> weightsHelp() {
        return List.of(
                "LiteVSR's weights are not published. To try the program without: vsr init litevsr --size tiny -o DIR",
                "Its base is: https://huggingface.co/Wan-AI/Wan2.2-TI2V-5B-Diffusers, transformer/, vae/,"
                        + " text_encoder/ and tokenizer/",
                "  vsr init litevsr --base WAN -o DIR     adds modules that begin at zero",
                "Such a folder is something to train from: until then it makes videos as Wan 2.2 does, of noise and no"
                        + " prompt, whatever it is shown",
                "Steps, switches and rank: adapter/config.json of the folder, or --config with 'vsr init'; see"
                        + " docs/settings.md");
    }
}
