package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_CONTENT_LIGHT_LEVEL;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DOVI_CONF;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_FRAME_CROPPING;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_MASTERING_DISPLAY_METADATA;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVContentLightMetadata;
import org.bytedeco.ffmpeg.avutil.AVMasteringDisplayMetadata;

/** Puts together what the container and the first frames say of the video; the container is asked first. */
final class VideoFacts {
    private final String file;
    private final Demuxer demuxer;
    private final AVStream stream;
    private final AVCodecParameters coded;
    private final FrameFacts frame;
    private final List<String> notes;

    VideoFacts(String file, Demuxer demuxer, FrameFacts frame, List<String> notes) {
        this.file = file;
        this.demuxer = demuxer;
        this.stream = demuxer.stream();
        this.coded = stream.codecpar();
        this.frame = frame;
        this.notes = notes;
    }

    VideoInfo describe(FrameIndex index) {
        SampleLayout layout = SampleLayout.of(file, frame.avFormat());
        boolean interlaced = interlaced();
        note(layout, interlaced);
        return new VideoInfo(
                stream.index(),
                avcodec_get_name(coded.codec_id()).getString(),
                frame.width(),
                frame.height(),
                layout.format(),
                layout.alpha(),
                colour(layout),
                aspect(),
                rotation().rotation(),
                interlaced,
                hdr(),
                FrameRates.average(index, FrameRates.of(stream)),
                index);
    }

    private void note(SampleLayout layout, boolean interlaced) {
        if (layout.alpha()) {
            notes.add("the alpha plane of " + layout.name() + " is not kept");
        }
        if (interlaced) {
            notes.add("interlaced: deinterlaced with bwdif, one frame for each frame");
        } else if (frame.interlaced()) {
            notes.add("interlaced: each field is a picture of its own and is kept as it is");
        }
        if (!rotation().exact()) {
            notes.add("the display matrix mirrors the picture or turns it by an odd angle; only the rotation of "
                    + rotation().rotation() + " degrees is known to players of the index");
        }
        if (has(AV_PKT_DATA_FRAME_CROPPING)) {
            notes.add("the container asks players to crop the picture; the whole picture is read");
        }
        Set<String> dynamic = new TreeSet<>(frame.dynamic());
        if (has(AV_PKT_DATA_DOVI_CONF)) {
            dynamic.add("Dolby Vision");
        }
        if (!dynamic.isEmpty()) {
            notes.add("dynamic metadata is not kept: " + String.join(", ", dynamic));
        }
    }

    private boolean interlaced() {
        boolean large = frame.width() >= Deinterlacer.SMALLEST && frame.height() >= Deinterlacer.SMALLEST;
        return frame.interlaced() && large && !FieldOrder.fieldsAreFrames(demuxer);
    }

    private ColourTags colour(SampleLayout layout) {
        ColourTags c = frame.colour();
        return new ColourTags(
                known(coded.color_space(), 2, c.matrix()),
                known(coded.color_primaries(), 2, c.primaries()),
                known(coded.color_trc(), 2, c.transfer()),
                layout.fullRange() ? 2 : known(coded.color_range(), 0, c.range()),
                known(coded.chroma_location(), 0, c.chromaLocation()));
    }

    private Rational aspect() {
        for (Rational r : new Rational[] {
            Ffmpeg.rational(stream.sample_aspect_ratio()), Ffmpeg.rational(coded.sample_aspect_ratio()), frame.aspect()
        }) {
            if (r.num() > 0 && r.den() > 0) {
                int common = BigInteger.valueOf(r.num())
                        .gcd(BigInteger.valueOf(r.den()))
                        .intValue();
                return new Rational(r.num() / common, r.den() / common);
            }
        }
        return new Rational(1, 1);
    }

    private DisplayMatrix rotation() {
        return side(AV_PKT_DATA_DISPLAYMATRIX)
                .map(data -> DisplayMatrix.of(data.data()))
                .or(frame::rotation)
                .orElse(DisplayMatrix.NONE);
    }

    private HdrMetadata hdr() {
        HdrMetadata container = HdrSideData.read(
                side(AV_PKT_DATA_MASTERING_DISPLAY_METADATA)
                        .map(s -> new AVMasteringDisplayMetadata(s.data()))
                        .orElse(null),
                side(AV_PKT_DATA_CONTENT_LIGHT_LEVEL)
                        .map(s -> new AVContentLightMetadata(s.data()))
                        .orElse(null));
        HdrMetadata display = container.hasDisplay() ? container : frame.hdr();
        HdrMetadata light = container.hasLight() ? container : frame.hdr();
        return new HdrMetadata(
                display.chromaticities(),
                display.minLuminance(),
                display.maxLuminance(),
                light.maxContent(),
                light.maxAverage());
    }

    private boolean has(int type) {
        return side(type).isPresent();
    }

    private Optional<AVPacketSideData> side(int type) {
        return Optional.ofNullable(av_packet_side_data_get(coded.coded_side_data(), coded.nb_coded_side_data(), type));
    }

    private static int known(int value, int unknown, int otherwise) {
        return value != unknown ? value : otherwise;
    }
}
