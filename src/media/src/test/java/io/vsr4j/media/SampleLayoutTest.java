package io.vsr4j.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.bytedeco.ffmpeg.avutil.AVComponentDescriptor;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the decoder gives, each sample keeps its value on the way into a planar picture. */
class SampleLayoutTest {
    private static final int WIDTH = 35;
    private static final int HEIGHT = 21;

    private final Random random = new Random(3);

    @ParameterizedTest
    @CsvSource({
        "yuv420p, yuv420p",
        "yuvj444p, yuv444p",
        "yuva422p10le, yuv422p10",
        "yuv420p16le, yuv420p16",
        "yuv440p12le, yuv440p12",
        "yuv411p, yuv411p",
        "yuv410p, yuv410p",
        "gray, gray",
        "gray14le, gray14",
        "ya8, gray",
        "ya16be, gray16",
        "nv12, yuv420p",
        "nv21, yuv420p",
        "nv16, yuv422p",
        "nv24, yuv444p",
        "p010le, yuv420p10",
        "p012le, yuv420p12",
        "p016le, yuv420p16",
        "p210le, yuv422p10",
        "p410le, yuv444p10",
        "uyvy422, yuv422p",
        "yuyv422, yuv422p",
        "y210le, yuv422p10",
        "y212le, yuv422p12",
        "xv36le, yuv444p12",
        "vuya, yuv444p",
        "ayuv64le, yuv444p16",
        "yuv422p10be, yuv422p10",
        "rgb24, gbrp",
        "bgr24, gbrp",
        "argb, gbrp",
        "bgra, gbrp",
        "bgr0, gbrp",
        "rgb48le, gbrp16",
        "rgb48be, gbrp16",
        "rgba64le, gbrp16",
        "gbrap, gbrp",
        "gbrp12be, gbrp12",
        "gbrap10le, gbrp10",
    })
    void samplesKeepTheirValues(String name, String expected) {
        int format = av_get_pix_fmt(name);
        SampleLayout layout = SampleLayout.of("clip", format);
        assertThat(layout.format()).hasToString(expected);
        AVPixFmtDescriptor description = av_pix_fmt_desc_get(format);
        AVFrame frame = noise(format, description);
        boolean rgb = layout.format().model() == PixelFormat.Model.RGB;
        frame.color_range(rgb ? 2 : 1).colorspace(rgb ? 0 : 1);
        ColourTags colour = new ColourTags(rgb ? 0 : 1, 2, 2, rgb ? 2 : 1, 0);

        Picture picture = new Picture(layout.format(), WIDTH, HEIGHT);
        try (FrameConverter converter = new FrameConverter("clip", WIDTH, HEIGHT, layout.format(), colour)) {
            PictureCopy.copy(converter.convert(frame), picture);
        }

        for (int component = 0; component < layout.format().planes(); component++) {
            compare(frame, description, component, picture);
        }
        av_frame_free(frame);
    }

    @Test
    void palettesBecomeTheirColours() {
        SampleLayout layout = SampleLayout.of("clip", av_get_pix_fmt("pal8"));

        assertThat(layout.format()).hasToString("gbrp");
        assertThat(layout.direct()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yaf32le", "gbrpf32le", "bayer_rggb8", "cuda", "rgb96le"})
    void whatCannotBeConvertedIsRefused(String name) {
        assertThatThrownBy(() -> SampleLayout.of("clip.mov", av_get_pix_fmt(name)))
                .isInstanceOf(MediaException.class)
                .hasMessageStartingWith("clip.mov: the pixel format");
    }

    private void compare(AVFrame frame, AVPixFmtDescriptor d, int component, Picture picture) {
        PixelFormat format = picture.format();
        boolean rgb = format.model() == PixelFormat.Model.RGB;
        int plane = rgb ? new int[] {2, 0, 1}[component] : component;
        int width = format.planeWidth(plane, WIDTH);
        AVComponentDescriptor c = d.comp(component);
        for (int y = 0; y < format.planeHeight(plane, HEIGHT); y++) {
            for (int x = 0; x < width; x++) {
                int at = y * frame.linesize(c.plane()) + x * c.step() + c.offset();
                int expected = sample(frame.data(c.plane()).capacity(at + 2L).asByteBuffer(), at, c, d);
                int to = picture.planeOffset(plane) + (y * width + x) * format.bytesPerSample();
                int found = format.bytesPerSample() == 1
                        ? picture.data().get(to) & 0xff
                        : Short.toUnsignedInt(picture.data().getShort(to));
                assertThat(found).as(component + " at " + x + "," + y).isEqualTo(expected);
            }
        }
    }

    private static int sample(ByteBuffer data, int at, AVComponentDescriptor c, AVPixFmtDescriptor d) {
        data.order((d.flags() & AV_PIX_FMT_FLAG_BE) != 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int value = c.depth() + c.shift() <= 8 ? data.get(at) & 0xff : Short.toUnsignedInt(data.getShort(at));
        return value >> c.shift() & (1 << c.depth()) - 1;
    }

    /** {@return a frame of random samples, none of which has more bits than the format} */
    private AVFrame noise(int format, AVPixFmtDescriptor d) {
        AVFrame frame = av_frame_alloc();
        frame.format(format).width(WIDTH).height(HEIGHT);
        Ffmpeg.check(av_frame_get_buffer(frame, 0), "frame");
        boolean rgb = (d.flags() & AV_PIX_FMT_FLAG_RGB) != 0;
        for (int plane = 0;
                plane < 4 && frame.data(plane) != null && !frame.data(plane).isNull();
                plane++) {
            boolean chroma = !rgb && (plane == 1 || plane == 2);
            int rows = chroma ? -(-HEIGHT >> d.log2_chroma_h()) : HEIGHT;
            byte[] bytes = new byte[rows * frame.linesize(plane)];
            random.nextBytes(bytes);
            if (d.comp(0).depth() > 8 && d.comp(0).shift() == 0) {
                boolean big = (d.flags() & AV_PIX_FMT_FLAG_BE) != 0;
                int mask = (1 << d.comp(0).depth() - 8) - 1;
                for (int i = big ? 0 : 1; i < bytes.length; i += 2) {
                    bytes[i] &= (byte) mask;
                }
            }
            frame.data(plane).capacity(bytes.length).put(bytes);
        }
        return frame;
    }
}
