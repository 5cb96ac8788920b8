package io.vsr4j.models.ultravsr;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Network;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.stablediffusion.UNetConfig;
import io.vsr4j.tensor.Autograd;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.TorchEngine;
import java.io.IOException;

/**
 * Peak memory of Temporally Asynchronous Inference and of a whole clip at once, with the published widths and random
 * weights: {@code TemporallyAsynchronousBenchmark FRAMES WIDTH HEIGHT BATCH...}, where a batch of 0 is the whole clip. Put
 * larger ones later, since what the process keeps of an earlier one is not counted again.
 */
final class TemporallyAsynchronousBenchmark {
    private TemporallyAsynchronousBenchmark() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        int frames = Integer.parseInt(arguments[0]);
        int width = Integer.parseInt(arguments[1]);
        int height = Integer.parseInt(arguments[2]);
        UNetConfig unet = UNetConfig.sd21();
        AutoencoderConfig vae = AutoencoderConfig.sd21();
        RtsConfig rts = RtsConfig.of(new Config("published", new JsonObject()), unet, vae);
        try (UltraVsrNetworks networks = new UltraVsrNetworks(
                        random(new AutoencoderKl(vae)),
                        random(new UNet2DConditionModel(unet)),
                        random(new RtsNetwork(rts)));
                NDManager scope = TorchEngine.newManager(Device.cpu());
                Autograd off = Autograd.off()) {
            NDArray text = scope.ones(new Shape(1, 77, unet.textWidth()));
            NDArray clip = scope.randomUniform(0, 1, new Shape(frames, 3, height, width));
            networks.asynchronously(clip.get("0:1"), text, new Drs(0.6), 1).close(); // the first call compiles
            for (int i = 3; i < arguments.length; i++) {
                int batch = Integer.parseInt(arguments[i]);
                long start = System.nanoTime();
                long peak = PeakMemory.of(() -> batch == 0
                        ? networks.forward(clip, text, new Drs(0.6))
                        : networks.asynchronously(clip, text, new Drs(0.6), batch));
                System.out.printf(
                        "%d frames of %dx%d, %s: peak %.0f MB with the result's %.0f, %.0f s%n",
                        frames,
                        width,
                        height,
                        batch == 0 ? "whole clip" : "micro-batches of " + batch,
                        peak / 1e6,
                        frames * 48L * width * height * Float.BYTES / 1e6,
                        (System.nanoTime() - start) / 1e9);
            }
        }
    }

    /** Small numbers in every tensor, made quickly; each page of them is in memory. */
    private static <N extends Network> N random(N network) {
        Parameters.Source source = (owner, name, shape, type) -> owner.randomUniform(-0.02f, 0.02f, shape);
        network.bind(Device.cpu(), DType.F32, source);
        return network;
    }
}
