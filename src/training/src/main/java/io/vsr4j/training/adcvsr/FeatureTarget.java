package io.vsr4j.training.adcvsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.vsr4j.models.adcvsr.AdcSrConfig;
import io.vsr4j.models.adcvsr.AdcVsrNetwork;
import io.vsr4j.models.checkpoint.Layouts;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.network.RandomTensors;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.NormGroups;
import io.vsr4j.models.stablediffusion.VaeMidBlock;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.Torch;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;

/**
 * What the features of the student should be for a picture: that of Stable Diffusion's encoder and of the first layers of the
 * half-width decoder, all frozen, {@code f = mid_block(conv_in(post_quant_conv(mean of E(x))))} (section 3.3).
 */
final class FeatureTarget implements AutoCloseable {
    private final AutoencoderKl autoencoder;
    private final Entrance entrance;

    /** From a latent to features. */
    private static final class Entrance extends Network {
        private final VaeMidBlock mid;

        Entrance(int latent, AdcSrConfig student) {
            int width = student.unet().outChannels();
            parameters().conv("post_quant_conv", latent, latent, 1, 1).conv("decoder.conv_in", latent, width, 3, 3);
            mid = new VaeMidBlock(parameters().child("decoder.mid_block"), width, student.decoderGroups(), true);
        }

        NDArray forward(NDArray latent) {
            return mid.forward(convolved(convolved(latent, "post_quant_conv", 0), "decoder.conv_in", 1));
        }

        private NDArray convolved(NDArray x, String name, int border) {
            Parameters p = parameters();
            return Torch.conv2d(x, p.get(name + ".weight"), p.get(name + ".bias"), 1, border, 1, 1);
        }
    }

    /**
     * @param config of the autoencoder whose encoder it is
     * @param student whose features are meant
     * @throws CheckpointException if they do not have one size
     */
    FeatureTarget(AutoencoderConfig config, AdcSrConfig student) {
        int smaller = 1 << (config.widths().size() - 1);
        int wanted = AdcVsrNetwork.SCALE * student.unshuffle();
        if (smaller != wanted) {
            throw new CheckpointException("the autoencoder makes pictures " + smaller
                    + " times smaller, but the network's features are " + wanted
                    + " times smaller than its results: they belong to different networks");
        }
        autoencoder = new AutoencoderKl(config);
        entrance = new Entrance(config.latentChannels(), student);
    }

    /**
     * Opens published files.
     *
     * @param folder of Stable Diffusion 2.1 or of its {@code vae}, in diffusers' arrangement
     * @param decoder AdcSR's {@code halfDecoder.ckpt}
     * @param student whose features are meant
     * @param device where it computes
     * @param dtype what it computes in
     */
    static FeatureTarget open(Path folder, Path decoder, AdcSrConfig student, Device device, DType dtype)
            throws IOException {
        Path vae = Files.isDirectory(folder.resolve("vae")) ? folder.resolve("vae") : folder;
        AutoencoderConfig config = AutoencoderConfig.of(Config.read(vae.resolve("config.json")));
        FeatureTarget target = new FeatureTarget(config, student);
        try (Weights encoder = Weights.open(vae).renamed(Layouts.SD_VAE);
                Weights half = Weights.open(decoder).renamed(Layouts.ADCSR_DECODER)) {
            Parameters.Source first = encoder::load;
            Parameters.Source second = half::load;
            target.bind(
                    first,
                    (owner, name, shape, type) ->
                            (name.startsWith("decoder.") ? second : first).tensor(owner, name, shape, type),
                    device,
                    dtype);
            return target;
        } catch (IOException | RuntimeException e) {
            target.close();
            throw e;
        }
    }

    /** {@return a small one that nobody has trained, to try the program with} */
    static FeatureTarget tiny(AdcSrConfig student, long seed, Device device, DType dtype) {
        int stages = 1 + Integer.numberOfTrailingZeros(AdcVsrNetwork.SCALE * student.unshuffle());
        AutoencoderConfig config = new AutoencoderConfig(
                3, 3, 4, Collections.nCopies(stages, 8), 1, NormGroups.fixed(4), 1, 0, true, true, true);
        FeatureTarget target = new FeatureTarget(config, student);
        Parameters.Source random = new RandomTensors(seed);
        target.bind(random, random, device, dtype);
        return target;
    }

    /** Gives tensors to the autoencoder and to what follows it. */
    void bind(Parameters.Source encoder, Parameters.Source decoder, Device device, DType dtype) {
        autoencoder.bind(device, dtype, encoder);
        entrance.bind(device, dtype, decoder);
    }

    /**
     * Computes features, without gradients.
     *
     * @param pictures {@code [N, 3, H, W]}, RGB from -1 to 1
     * @return {@code float32 [N, C, h, w]}
     */
    NDArray of(NDArray pictures) {
        try (Autograd off = Autograd.off()) {
            return Scopes.within(pictures.getManager(), scope -> {
                NDArray x = Torch.to(Scopes.borrow(scope, pictures), entrance.dtype());
                // The mean as it comes, which the scale of latents is not applied to, as in AdcSR's training.
                NDArray latent = AutoencoderKl.mean(autoencoder.moments(x));
                return Torch.to(entrance.forward(latent), DType.F32);
            });
        }
    }

    @Override
    public void close() {
        autoencoder.close();
        entrance.close();
    }
}
