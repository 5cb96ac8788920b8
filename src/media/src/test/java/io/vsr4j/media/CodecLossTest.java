package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecLossTest {
    private static final int FRAMES = 40;

    /** A frame lasts a second, so that bits a second are bits a frame, as the papers' pipeline has it. */
    @ParameterizedTest
    @CsvSource({
        "libx264, 20000",
        "libx264, 60000",
        "mpeg4, 40000",
        "mpeg4, 60000",
        "mpeg2video, 40000",
        "mpeg2video, 60000"
    })
    void theEncoderSpendsAboutTheBitsThatAreAskedFor(String encoder, long bits) throws IOException {
        List<Picture> given = new ArrayList<>();
        long bytes;
        try (CodecLoss codec = new CodecLoss(encoder, video(), CodecLoss.Aim.bitRate(bits), given::add)) {
            for (int t = 0; t < FRAMES; t++) {
                codec.write(moving(t));
            }
            codec.finish();
            bytes = codec.bytes();
        }
        assertThat(given).hasSize(FRAMES);
        assertThat(8.0 * bytes / FRAMES / bits).isBetween(0.6, 1.6);
    }

    @Test
    void anEncoderThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> new CodecLoss("vp99", video(), CodecLoss.Aim.bitRate(1000), p -> {}))
                .isInstanceOf(MediaException.class)
                .hasMessageContaining("vp99");
    }

    private static OutputVideo video() {
        Rational one = new Rational(1, 1);
        ColourTags bt601 = new ColourTags(6, 2, 2, 1, 1);
        return new OutputVideo(160, 128, PixelFormat.YUV420P, bt601, one, 0, one, one, HdrMetadata.NONE);
    }

    /** Noise that moves and changes: it costs as many bits as there are. */
    private static Picture moving(int t) {
        Picture picture = new Picture(PixelFormat.YUV420P, 160, 128);
        Random still = new Random(1);
        Random fresh = new Random(t);
        for (int i = 0; i < picture.data().capacity(); i++) {
            picture.data().put(i, (byte) (128 + 20 * still.nextGaussian() + 5 * fresh.nextGaussian()));
        }
        return picture;
    }
}
