package io.vsr4j.models.oasis;

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

    /** Two blocks of the transformer, what is not in its blocks, and the autoencoder. */
    private static final long OFFLOADED = 245_550_403L;

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
            .optWeights(1_418_997_584L, false, "Apache-2.0", "Wan 2.1, Copyright (c) 2025 Alibaba")
            .optOffload(OFFLOADED)
            .build();

    @Override
    public ModelCard card() {
        return CARD;
    }

    @Override
    public VsrModel open(int scale, ModelOptions options) {
        Path root = options.weights()
                .orElseThrow(
                        () -> new CheckpointException(
                                "model 'oasis' needs a folder of weights; name it with --weights ('vsr init oasis' makes one)"));
        try {
            return OasisModel.open(CARD, root, options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<FolderMaker> folders() {
        return Optional.of(new OasisFolders());
    }
}
