package io.vsr4j.media;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;

/** How each muxer is told to keep times as they are. */
record MuxerOptions(Container container, Path name) {
    Map<String, String> of(JoinPlan plan, AVFormatContext output, Shift shift) {
        Map<String, String> options = new LinkedHashMap<>();
        if (container.isMov()) {
            int unit = plan.frames().timeBase().den();
            options.put("movflags", "+faststart" + (hasFreeKeys(output) ? "+use_metadata_tags" : ""));
            options.put("video_track_timescale", Integer.toString(unit));
            options.put("movie_timescale", Integer.toString(movieUnit(unit, output)));
        } else if (container == Container.TS) {
            options.put("mpegts_copyts", "1");
            options.put("pes_payload_size", "0"); // a time for each audio packet
            String extension = name.toString().toLowerCase(Locale.ROOT);
            options.put("mpegts_m2ts_mode", extension.endsWith(".ts") ? "0" : "1");
            output.max_delay((int) shift.lead());
        }
        return options;
    }

    /** Start times are kept in the unit of the movie: one that divides into every stream's keeps them exact. */
    private static int movieUnit(int videoUnit, AVFormatContext output) {
        BigInteger unit = BigInteger.valueOf(videoUnit);
        for (int i = 0; i < output.nb_streams(); i++) {
            AVStream stream = output.streams(i);
            int rate = stream.codecpar().sample_rate();
            if (rate > 0) {
                BigInteger other = BigInteger.valueOf(rate);
                unit = unit.multiply(other).divide(unit.gcd(other));
            }
        }
        return unit.bitLength() < 31 ? unit.intValue() : videoUnit;
    }

    /** QuickTime's own keys are names with dots; the usual place for tags has no room for them. */
    private static boolean hasFreeKeys(AVFormatContext output) {
        return Tags.read(output.metadata()).keySet().stream().anyMatch(key -> key.startsWith("com."));
    }
}
