package io.vsr4j.models.oasis;

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

/** Opens OASIS. */
public final class OasisProvider implements ModelProvider {
    private static final int WINDOW = 33;
    /**
     * The first latent frame of a window is made from one frame and nothing before it, so that the decoder's first frames
     * are its worst, and the window before has better ones.
     */
    private static final int WARM_UP = 4;
    /** Of the form 4 m + 1, which lets latent frames of both windows end on the same frames. */
    private static final int OVERLAP = 13;
    /** Attention is global; tiles that see this much around them hide their seams. */
    private static final int REACH = 16;

    private static final ModelCard CARD = ModelCard.builder(
                    OasisNetworks.ID,
                    "OASIS",
                    "One step of Wan 2.1 with routed attention: rich detail from badly compressed video; wants a GPU")
            .setScales(OasisConfig.SCALE, OasisConfig.SCALE)
            .setMemory(OasisModel::bytes)
            .optInput(new FrameRule(1, 4), 4)
            .optWindow(WINDOW, OVERLAP)
            .optWarmUp(WARM_UP)
            .optReach(WINDOW - 1, REACH)
            .optTiling(Tiling.DISCOURAGED)
            .optDTypes(DType.F32, DType.BF16)
            .optPaper(URI.create("https://arxiv.org/abs/2509.23980"))
            .optWeights(
                    ModelPart.total(OasisFigures.parts()), false, "Apache-2.0", "Wan 2.1, Copyright (c) 2025 Alibaba")
            .optOffload(OasisFigures.offloaded())
            .build();

    @Override
    public ModelCard card() {
        return CARD;
    }

    @Override
    public List<WeightsPart> weightsParts() {
        return List.of(
                new WeightsPart(OasisNetworks.PROJECTOR, "from frames to latents", "not published", true),
                new WeightsPart(
                        OasisNetworks.TRANSFORMER,
                        "one step of restoration",
                        "Wan 2.1 T2V 1.3B; what was trained for OASIS is not published",
                        true),
                new WeightsPart(OasisNetworks.VAE, "autoencoder", "Wan 2.1", true),
                new WeightsPart(
                        OasisNetworks.PROMPT, "the empty prompt", "made with the text encoder of the base", true),
                new WeightsPart(
                        Routing.FILE,
                        "which attention heads see what",
                        "not published; 'vsr route' measures it",
                        true));
    }

    @Override
    public VsrModel open(int scale, ModelOptions options) throws IOException {
        return OasisModel.open(CARD, options.folder(OasisNetworks.ID), options);
    }

    @Override
    public String fingerprint(ModelOptions options) throws IOException {
        return OasisModel.fingerprint(options.folder(OasisNetworks.ID));
    }

    @Override
    public Optional<FolderMaker> folders() {
        return Optional.of(new OasisFolders());
    }

    @Override
    public List<ModelPart> parts() {
        return OasisFigures.parts();
    }

    @Override
    public List<ModelWork> work() {
        return OasisFigures.work();
    }

    @Override
    public List<String> weightsHelp() {
        return List.of(
                "OASIS's weights are not published. To try the program without: vsr init oasis --size tiny -o DIR",
                "It builds on Wan 2.1's text-to-video model of 1.3 B parameters, in diffusers' arrangement:"
                        + " https://huggingface.co/Wan-AI/Wan2.1-T2V-1.3B-Diffusers",
                "  vsr init oasis --base WAN21 --clips CLIPS -o DIR     a folder to train from: its projector fits the clips,",
                "                                                       but its pictures are not restored ones yet",
                "  vsr route CLIPS... --weights DIR                     finds the heads that need not see everything");
    }
}
