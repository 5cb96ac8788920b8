package io.vsr4j.models.adcvsr;

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

/** Opens AdcVSR. */
public final class AdcVsrProvider implements ModelProvider {
    /** The system's name. */
    public static final String ID = "adcvsr";

    private static final ModelCard CARD = ModelCard.builder(
                    ID, "AdcVSR", "Detail from a compressed diffusion network in one step; steady over 25 frames")
            .setScales(AdcVsrNetwork.SCALE, AdcVsrNetwork.SCALE)
            .setMemory(AdcVsrModel::bytes)
            .optInput(FrameRule.ANY, 16)
            // 25 frames are what it was trained with. Not in the paper: how windows follow each other.
            .optWindow(25, 5)
            // 38 blocks in a row, each of which sees two frames; in space, norms and attention see the whole picture.
            .optReach(76, 8)
            .optTiling(Tiling.DISCOURAGED)
            .optColourMatch(ColourMatch.ADAIN)
            .optDTypes(DType.F32, DType.BF16, DType.F16)
            .optWeights(ModelPart.total(AdcVsrFigures.parts()), false, "that of the weights; none are published", "")
            .optPaper(URI.create("https://arxiv.org/abs/2603.00458"))
            .build();

    @Override
    public ModelCard card() {
        return CARD;
    }

    @Override
    public List<WeightsPart> weightsParts() {
        return List.of(new WeightsPart(
                AdcVsrFolders.COMPONENT,
                "pruned UNet, temporal blocks, half decoder",
                "not published; those of AdcSR are, without temporal blocks",
                true));
    }

    @Override
    public VsrModel open(int scale, ModelOptions options) throws IOException {
        return AdcVsrModel.open(CARD, options.folder(ID), options.device(), options.dtype());
    }

    @Override
    public String fingerprint(ModelOptions options) throws IOException {
        return AdcVsrModel.fingerprint(options.folder(ID));
    }

    @Override
    public Optional<FolderMaker> folders() {
        return Optional.of(new AdcVsrFolders());
    }

    @Override
    public List<String> weightsHelp() {
        return List.of(
                "AdcVSR's weights are not published. To try the program without: vsr init adcvsr --size tiny -o DIR",
                "AdcSR's are, for single pictures: net_params_200.pkl and halfDecoder.ckpt of"
                        + " https://huggingface.co/Guaishou74851/AdcSR",
                "  vsr convert adcsr net_params_200.pkl halfDecoder.ckpt -o DIR     gives AdcSR, frame by frame",
                "To train from Stable Diffusion 2.1, with halfDecoder.ckpt beside unet/:"
                        + " vsr init adcvsr --base SD21 -o DIR");
    }

    @Override
    public List<ModelPart> parts() {
        return AdcVsrFigures.parts();
    }

    @Override
    public List<ModelWork> work() {
        return AdcVsrFigures.work();
    }
}
