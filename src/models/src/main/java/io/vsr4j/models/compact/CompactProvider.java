package io.vsr4j.models.compact;

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
public final class CompactProvider implements ModelProvider {
    static final String ID = "compact";

    private static final int WINDOW = 36;

    private static final ModelCard CARD = ModelCard.builder(
                    ID,
                    "Compact",
                    "Small network over several frames: less of what compression leaves; can be trained on one's own videos")
            .setScales(4, 2, 4)
            .setMemory(CompactModel::bytes)
            .optDTypes(DType.BF16, DType.F32)
            // Windows overlap by twice the reach: the result is that of the whole shot.
            .optWindow(WINDOW, 2 * CompactConfig.temporalReach())
            .optReach(CompactConfig.temporalReach(), CompactConfig.spatialReach())
            .optWeights(declared().count(), true, "Apache-2.0", "")
            .build();

    private static Parameters declared() {
        return new CompactNetwork(CompactConfig.usual(4)).parameters();
    }

    @Override
    public ModelCard card() {
        return CARD;
    }

    @Override
    public VsrModel open(int scale, ModelOptions options) throws IOException {
        return options.weights().isEmpty()
                ? CompactModel.embedded(CARD, scale, options.device(), options.dtype())
                : CompactModel.open(CARD, scale, options.folder(ID), options.device(), options.dtype());
    }

    @Override
    public String fingerprint(ModelOptions options) throws IOException {
        return options.weights().isEmpty()
                ? CompactModel.embeddedFingerprint()
                : options.folder(ID).fingerprint(CompactFolders.COMPONENT);
    }

    @Override
    public Optional<FolderMaker> folders() {
        return Optional.of(new CompactFolders());
    }

    @Override
    public List<WeightsPart> weightsParts() {
        return List.of(new WeightsPart(
                CompactFolders.COMPONENT,
                "the whole network",
                "comes with the program; others are made by training: vsr train compact-stage1",
                false));
    }

    @Override
    public List<String> weightsHelp() {
        return List.of(
                "It has weights of its own for x4. To train others on your own videos:",
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
