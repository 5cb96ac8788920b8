package io.vsr4j.degrade;

import io.vsr4j.media.CodecLoss;
import io.vsr4j.media.MediaException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What good videos can be made bad by. Equal orders and frames give equal results. */
public enum Preset {
    /** The papers': blur, resizing, noise, JPEG and video compression, twice over, drawn at random for each clip. */
    REALBASICVSR(Temporal.WALK) {
        @Override
        public Step before(Order order, Onlooker onlooker, Step result) {
            // H.264 twice, as the paper has it under two names.
            return RealWorldPipeline.before(order, List.of("libx264", "libx264", "mpeg4"), onlooker, result);
        }
    },
    /** The same with MPEG-2 as a third codec, each as likely. Not in the papers. */
    REALBASICVSR_MPEG2(Temporal.WALK) {
        @Override
        public Step before(Order order, Onlooker onlooker, Step result) {
            return RealWorldPipeline.before(order, List.of("libx264", "mpeg4", "mpeg2video"), onlooker, result);
        }
    },
    /** Now and then slight blur, reduction, now and then slight noise, and mostly H.264 at CRF 16 to 30. */
    H264(Temporal.CONSISTENT) {
        @Override
        public Step before(Order order, Onlooker onlooker, Step result) {
            if (!CodecLoss.has("libx264")) {
                throw new MediaException("the preset h264 needs x264, which this FFmpeg is built without; build without"
                        + " -Plgpl, or take realbasicvsr");
            }
            return CompressedPipeline.before(order, onlooker, result);
        }
    };

    private final Temporal temporal;

    Preset(Temporal temporal) {
        this.temporal = temporal;
    }

    /**
     * Draws the parameters of one clip.
     *
     * @param order what is made of it
     * @param result takes the degraded frames, as many, samples as bytes hold them
     * @return takes the good frames; closing it closes the result
     * @throws MediaException if this FFmpeg lacks an encoder that there is no other for
     */
    public Step before(Order order, Step result) {
        return before(order, Onlooker.NONE, result);
    }

    /**
     * The same, and somebody looks on.
     *
     * @param order what is made of the clip
     * @param onlooker sees what each step makes
     * @param result takes the degraded frames, as many, samples as bytes hold them
     * @return takes the good frames; closing it closes the result
     * @throws MediaException if this FFmpeg lacks an encoder that there is no other for
     */
    public abstract Step before(Order order, Onlooker onlooker, Step result);

    /** {@return how numbers change from frame to frame where nobody says} */
    public Temporal temporal() {
        return temporal;
    }

    /** {@return its name as users type it} */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * {@return the preset of a name}
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Preset of(String name) {
        for (Preset preset : values()) {
            if (preset.id().equals(name)) {
                return preset;
            }
        }
        throw new IllegalArgumentException("a degradation must be one of " + ids() + ", got '" + name + "'");
    }

    /** {@return the names of all} */
    public static String ids() {
        return Stream.of(values()).map(Preset::id).collect(Collectors.joining(", "));
    }
}
