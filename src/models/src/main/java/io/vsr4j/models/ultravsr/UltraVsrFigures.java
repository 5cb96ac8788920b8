package io.vsr4j.models.ultravsr;

import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonObject;
import io.vsr4j.models.ModelPart;
import io.vsr4j.models.ModelWork;
import io.vsr4j.models.clip.ClipIqa;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.network.Macs;
import io.vsr4j.models.network.Parameters;
import io.vsr4j.models.published.PublishedNetwork;
import io.vsr4j.models.stablediffusion.AutoencoderConfig;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.Pyramid;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import io.vsr4j.models.stablediffusion.UNetConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** UltraVSR in numbers. */
final class UltraVsrFigures {
    private static final String REMARK =
            "The paper counts no multiplications; it gives 0.89 s at 720x1280 and 2.67 s at"
                    + " 1440x2560 on an RTX 8000. CLIP-IQA, for 16 frames of a shot at the most, is left out.";
    private static final int SCALE = 8;

    private UltraVsrFigures() {}

    static List<ModelPart> parts() {
        Parameters unet = unet().parameters();
        Parameters vae = vae().parameters();
        long lora = size(LoraTargets.unet(unet.shapes())) + size(LoraTargets.encoder(vae.shapes()));
        Parameters rts = new RtsNetwork(rts()).parameters();
        long convolution = size(rts, name -> name.contains(".conv."));
        long attention = size(rts, name -> name.contains(".attn."));
        ModelPart tower = ModelPart.frozen("CLIP-IQA's image tower", tower());
        long trained = lora + convolution + attention;
        return List.of(
                ModelPart.frozen("UNet", unet),
                ModelPart.frozen("autoencoder", vae),
                tower,
                ModelPart.trained("low-rank changes, merged when loaded", lora, "4.4 M"),
                ModelPart.trained("RTS convolutions", convolution, "2.9 M"),
                ModelPart.trained("RTS attentions", attention, "3.2 M"),
                ModelPart.compared("trained", trained, "10.5 M"),
                ModelPart.compared(
                        "whole, prompt and tagger left out",
                        unet.count() + vae.count() + tower.parameters() + trained,
                        "1912 M with text encoder, tagger and the whole of CLIP"));
    }

    static List<ModelWork> work() {
        return List.of(work("", 768, 1280), work("as in the paper, without padding", 720, 1280));
    }

    private static ModelWork work(String name, int height, int width) {
        int frames = UltraVsrProvider.WINDOW;
        return new ModelWork(
                name,
                frames,
                height,
                width,
                macs(unet(), vae(), rts(), frames, height, width, TextPrompt.ROWS),
                "",
                REMARK);
    }

    /** Of one window, by part; sides of the result. */
    static Map<String, Long> macs(
            UNet2DConditionModel unet,
            AutoencoderKl vae,
            RtsConfig rts,
            long frames,
            long height,
            long width,
            long text) {
        Pyramid latents = new Pyramid(
                height / SCALE, width / SCALE, unet.config().widths().size());
        Pyramid pictures = new Pyramid(height, width, vae.config().widths().size());
        Parameters units = new RtsNetwork(rts).parameters();
        Map<String, Long> macs = new LinkedHashMap<>();
        macs.put("encoder", frames * pictures.macs(vae.parameters(), UltraVsrFigures::encodes, 0));
        macs.put("UNet", frames * latents.macs(unet.parameters(), layer -> true, text));
        macs.put(
                "RTS convolutions",
                frames * Macs.of(units, layer -> layer.contains(".conv.") ? at(layer, latents, pictures) : 0));
        long linear = frames * Macs.of(units, layer -> layer.contains(".attn.") ? at(layer, latents, pictures) : 0);
        // Each frame looks at itself and at both neighbours; the first and the last have but one.
        long looks = 3 * frames - 2;
        // Queries, keys and values are one layer.
        long attention = units.shapes().entrySet().stream()
                .filter(tensor -> tensor.getKey().endsWith(".attn.qkv.weight"))
                .mapToLong(tensor -> {
                    long pixels = at(tensor.getKey(), latents, pictures);
                    return Macs.attention(pixels, pixels, tensor.getValue().get(0) / 3);
                })
                .sum();
        macs.put("RTS attentions", linear + looks * attention);
        macs.put("decoder", frames * pictures.macs(vae.parameters(), layer -> !encodes(layer), 0));
        return macs;
    }

    private static boolean encodes(String layer) {
        return layer.startsWith("encoder.") || layer.startsWith("quant_conv");
    }

    private static long at(String layer, Pyramid latents, Pyramid pictures) {
        return (layer.contains("unet.") ? latents : pictures).pixels(layer);
    }

    private static UNet2DConditionModel unet() {
        return new UNet2DConditionModel(UNetConfig.sd21());
    }

    private static AutoencoderKl vae() {
        return new AutoencoderKl(AutoencoderConfig.sd21());
    }

    private static RtsConfig rts() {
        return RtsConfig.of(new Config("rts", new JsonObject()), UNetConfig.sd21(), AutoencoderConfig.sd21());
    }

    private static Parameters tower() {
        return new ClipIqa(PublishedNetwork.config("clip-rn50")).parameters().child("visual");
    }

    private static long size(Map<String, Shape> shapes) {
        return shapes.values().stream().mapToLong(Shape::size).sum();
    }

    private static long size(Parameters parameters, Predicate<String> counted) {
        return parameters.shapes().entrySet().stream()
                .filter(tensor -> counted.test(tensor.getKey()))
                .mapToLong(tensor -> tensor.getValue().size())
                .sum();
    }
}
