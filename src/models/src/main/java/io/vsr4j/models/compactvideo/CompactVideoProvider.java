package io.vsr4j.models.compactvideo;

import io.vsr4j.models.FolderMaker;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelOptions;
import io.vsr4j.models.ModelPart;
import io.vsr4j.models.ModelProvider;
import io.vsr4j.models.ModelWork;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.WeightsPart;
import io.vsr4j.models.network.Macs;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.tensor.DType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens the compact network for video. */
public final class CompactVideoProvider implements ModelProvider {
    static final String ID = "compact-video";

    private static final int WINDOW = 36;

    private static final ModelCard CARD = ModelCard.builder(
                    ID, "Compact video", "Small network over several frames, to be trained on one's own videos")
            .setScales(4, 2, 4)
            .setMemory(CompactVideoModel::bytes)
            .optDTypes(DType.BF16, DType.F32)
            // Windows overlap by twice the reach: the result is that of the whole shot.
            .optWindow(WINDOW, 2 * CompactVideoConfig.temporalReach())
            .optReach(CompactVideoConfig.temporalReach(), CompactVideoConfig.spatialReach())
            .optWeights(declared().count(), false, "that of the weights; none are published", "")
            .build();

    private static Parameters declared() {
        return new CompactVideoNetwork(CompactVideoConfig.usual(4)).parameters();
    }

    @Override
    public ModelCard card() {
        return CARD;
    }

    @Override
    public VsrModel open(int scale, ModelOptions options) throws IOException {
        return CompactVideoModel.open(CARD, scale, options.folder(ID), options.device(), options.dtype());
    }

    @Override
    public String fingerprint(ModelOptions options) throws IOException {
        return options.folder(ID).fingerprint(CompactVideoFolders.COMPONENT);
    }

    @Override
    public Optional<FolderMaker> folders() {
        return Optional.of(new CompactVideoFolders());
    }

    @Override
    public List<WeightsPart> weightsParts() {
        return List.of(new WeightsPart(
                CompactVideoFolders.COMPONENT,
                "the whole network",
                "made by training: vsr train compact-stage1",
                true));
    }

    @Override
    public List<String> weightsHelp() {
        return List.of(
                "There are no published weights. To train some on your own videos:",
                "  vsr train compact-stage1 --set data=VIDEOS -o DIR     the weights are in DIR/weights");
    }

    @Override
    public List<ModelPart> parts() {
        return List.of(ModelPart.trained("network", declared().count(), ""));
    }

    @Override
    public List<ModelWork> work() {
        long pixels = WINDOW * 180L * 320;
        return List.of(
                new ModelWork("", WINDOW, 720, 1280, Map.of("network", Macs.of(declared(), layer -> pixels)), "", ""));
    }
}
