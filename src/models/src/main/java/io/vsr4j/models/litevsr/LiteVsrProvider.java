package io.vsr4j.models.litevsr;

import io.vsr4j.models.FolderMaker;
import io.vsr4j.models.FrameRule;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelProvider;
import io.vsr4j.models.Tiling;
import io.vsr4j.models.VsrModel;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
    /** Attention is global. Tiles planned with three times this much overlap share eight latent cells and more. */
    private static final int REACH = 12;
    /** Wan 2.2 TI2V 5B, its autoencoder, and what is trained. */
    private static final long PARAMETERS = 4_999_787_712L + 704_688_668L + 633_873_408L;

    /** Two blocks, two injections, and what is not in either. */
    private static final long OFFLOADED = 1_491_634_908L;

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
            .optWeights(PARAMETERS, false, "Apache-2.0", "Wan 2.2, Copyright (c) 2025 Alibaba")
            .optOffload(OFFLOADED)
            .build();

    @Override
    public ModelCard card() {
        return CARD;
    }

    @Override
    public VsrModel open(int scale, ModelOptions options) {
        Path root = options.weights()
                .orElseThrow(() -> new CheckpointException("model '" + LiteVsrNetworks.ID
                        + "' needs a folder of weights; name it with --weights ('vsr init " + LiteVsrNetworks.ID
                        + "' makes one)"));
        try {
            return LiteVsrModel.open(CARD, root, options, options.offload());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<FolderMaker> folders() {
        return Optional.of(new LiteVsrFolders());
    }
}
