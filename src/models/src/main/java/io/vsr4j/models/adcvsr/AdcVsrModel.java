package io.vsr4j.models.adcvsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.Placement;
import io.vsr4j.models.VsrModel;
import io.vsr4j.models.WeightsFolder;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchScript;
import io.vsr4j.tensor.Weights;
import java.io.IOException;

/**
 * AdcVSR. A window goes through the UNet as a whole, whose temporal blocks need all frames at once; the decoder, which
 * knows no time and has the largest pictures, follows frame by frame.
 */
final class AdcVsrModel implements VsrModel {
    private static final TorchScript RANGE = TorchScript.resource(AdcVsrModel.class, "range.ts.py");

    private final ModelCard card;
    private final AdcVsrNetwork network;
    private final String fingerprint;

    AdcVsrModel(ModelCard card, AdcVsrNetwork network, String fingerprint) {
        this.card = card;
        this.network = network;
        this.fingerprint = fingerprint;
    }

    static AdcVsrModel open(ModelCard card, WeightsFolder folder, Device device, DType dtype) throws IOException {
        String fingerprint = fingerprint(folder);
        AdcVsrNetwork network = new AdcVsrNetwork(AdcVsrConfig.of(folder.config(AdcVsrFolders.COMPONENT)));
        try (Weights weights = folder.weights(AdcVsrFolders.COMPONENT)) {
            network.load(weights, device, dtype);
            weights.requireAllUsed();
            return new AdcVsrModel(card, network, fingerprint);
        } catch (IOException | RuntimeException e) {
            network.close();
            throw e;
        }
    }

    static String fingerprint(WeightsFolder folder) throws IOException {
        return folder.fingerprint(AdcVsrFolders.COMPONENT);
    }

    /**
     * The larger of two peaks. In the first transformer of the UNet, at half the size, each frame has 480 channels of
     * skips, 720 of the stream and 2880 of the gated layer. In the decoder, at four times the size, one frame has 400
     * channels, while all frames' features and results are kept.
     */
    static long bytes(int frames, int width, int height, int scale) {
        long pixels = (long) width * height;
        long unet = frames * pixels / 4 * 4200;
        long decoder = scale * scale * pixels * 400 + frames * pixels / 4 * 512;
        long ends = frames * pixels * 3 * (1 + scale * scale);
        return Float.BYTES * (Math.max(unet, decoder) + ends) + (64L << 20);
    }

    @Override
    public ModelCard card() {
        return card;
    }

    @Override
    public int scale() {
        return AdcVsrNetwork.SCALE;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    // Not in the paper: colours. AdcSR gives each picture the mean and deviation of its source; here the window has
    // them,
    // which is not this method's to do: a tile would have statistics of its own. See the card.
    @Override
    public NDArray restore(NDArray frames, Placement at) {
        card.requireWindow(frames);
        Shape size = frames.getShape();
        int count = (int) size.get(0);
        try (Autograd off = Autograd.off()) {
            return Scopes.within(frames.getManager(), scope -> {
                NDArray images =
                        RANGE.callIn(scope, "symmetric", frames, network.dtype().code());
                NDArray features = network.features(images, count);
                images.close();
                NDArray result = scope.create(new Shape(count, 3, size.get(2) * scale(), size.get(3) * scale()));
                for (int t = 0; t < count; t++) {
                    try (NDManager one = scope.newSubManager()) {
                        NDArray picture = network.pictures(RANGE.callIn(one, "frame", features, t));
                        RANGE.callForEffect("put", result, t, picture);
                    }
                }
                return result;
            });
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
