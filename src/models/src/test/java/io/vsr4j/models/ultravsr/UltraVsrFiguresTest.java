package io.vsr4j.models.ultravsr;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import io.vsr4j.models.stablediffusion.AutoencoderKl;
import io.vsr4j.models.stablediffusion.UNet2DConditionModel;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UltraVsrFiguresTest {
    /** Units after the first stage of the UNet, 4 channels at half the latent, and after the decoder's middle, 8. */
    @Test
    void countsTheTemporalUnits() {
        Config units = new Config("test", JsonParser.parseString("""
                {"convolution_sites": ["unet.down_blocks.0"], "attention_sites": ["decoder.mid_block"]}
                """).getAsJsonObject());
        RtsConfig rts = RtsConfig.of(units, TinyUltraVsr.UNET, TinyUltraVsr.VAE);

        Map<String, Long> macs = UltraVsrFigures.macs(
                new UNet2DConditionModel(TinyUltraVsr.UNET), new AutoencoderKl(TinyUltraVsr.VAE), rts, 5, 64, 128, 7);

        Map<String, ai.djl.ndarray.types.Shape> shapes =
                new RtsNetwork(rts).parameters().shapes();
        long reduced = shapes.get("rts.unet.down_blocks.0.conv.reduce.weight").get(0);
        long width = shapes.get("rts.decoder.mid_block.attn.out.weight").get(1);
        long half = 4 * 8;
        long latent = 8 * 16;
        assertThat(macs.get("RTS convolutions")).isEqualTo(5 * half * (2 * 4 * reduced + 2 * 9 * reduced * reduced));
        // Of five frames the three in the middle look at three, the others at two.
        long looks = 3 * 3 + 2 * 2;
        assertThat(macs.get("RTS attentions"))
                .isEqualTo(5 * latent * 8 * 4 * width + looks * 2 * latent * latent * width);
    }
}
