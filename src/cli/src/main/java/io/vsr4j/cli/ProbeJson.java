package io.vsr4j.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.media.ColourTags;
import io.vsr4j.media.FrameIndex;
import io.vsr4j.media.HdrMetadata;
import io.vsr4j.media.MediaInfo;
import io.vsr4j.media.Rational;
import io.vsr4j.media.StreamInfo;
import io.vsr4j.media.VideoInfo;
import java.util.Locale;

/** What is in a file, for programs. Fractions are strings, such as {@code "1/12288"}. */
final class ProbeJson {
    private ProbeJson() {}

    /**
     * {@return one object}
     *
     * @param info what is in the file
     * @param each whether the time of each frame and the index of each key frame are wanted
     */
    static JsonObject of(MediaInfo info, boolean each) {
        JsonObject object = new JsonObject();
        object.addProperty("file", info.file().toString());
        object.addProperty("container", info.container());
        object.addProperty("bytes", info.bytes());
        object.addProperty("seconds", info.seconds());
        object.add("video", video(info.video(), each));
        JsonArray streams = new JsonArray();
        info.streams().forEach(s -> streams.add(stream(s)));
        object.add("streams", streams);
        object.addProperty("chapters", info.chapters());
        object.add("metadata", Json.tree(info.metadata()));
        object.add("notes", Json.tree(info.notes()));
        return object;
    }

    private static JsonObject video(VideoInfo video, boolean each) {
        JsonObject object = new JsonObject();
        object.addProperty("stream", video.stream());
        object.addProperty("codec", video.codec());
        object.addProperty("width", video.width());
        object.addProperty("height", video.height());
        object.addProperty("model", video.format().model().name().toLowerCase(Locale.ROOT));
        object.addProperty("depth", video.format().depth());
        object.addProperty("chroma_shift_x", video.format().chromaShiftX());
        object.addProperty("chroma_shift_y", video.format().chromaShiftY());
        object.addProperty("alpha", video.alpha());
        object.addProperty("rotation", video.rotation());
        object.addProperty("sample_aspect", video.sampleAspect().toString());
        object.addProperty("interlaced", video.interlaced());
        object.addProperty("frame_rate", video.frameRate().toString());
        object.addProperty("variable_rate", FrameTimes.vary(video.frames()));
        object.add("frames", frames(video.frames(), each));
        object.add("colour", colour(video.colour()));
        object.add("effective_colour", colour(video.effectiveColour()));
        if (video.hdr().hasDisplay() || video.hdr().hasLight()) {
            object.add("hdr", hdr(video.hdr()));
        }
        return object;
    }

    private static JsonObject frames(FrameIndex frames, boolean each) {
        JsonObject object = new JsonObject();
        object.addProperty("count", frames.count());
        object.addProperty("time_base", frames.timeBase().toString());
        object.addProperty("first_pts", frames.pts()[0]);
        object.addProperty("last_pts", frames.pts()[frames.count() - 1]);
        object.addProperty("end_pts", frames.end());
        object.addProperty("first_seconds", FrameTimes.first(frames));
        object.addProperty("last_seconds", FrameTimes.last(frames));
        object.addProperty("key_frames", frames.keys().length);
        if (each) {
            object.add("pts", Json.tree(frames.pts()));
            object.add("keys", Json.tree(frames.keys()));
        }
        return object;
    }

    private static JsonObject colour(ColourTags tags) {
        JsonObject object = new JsonObject();
        object.addProperty("matrix", tags.matrix());
        object.addProperty("primaries", tags.primaries());
        object.addProperty("transfer", tags.transfer());
        object.addProperty("range", tags.range());
        object.addProperty("chroma_location", tags.chromaLocation());
        return object;
    }

    private static JsonObject hdr(HdrMetadata hdr) {
        JsonObject object = new JsonObject();
        object.add(
                "chromaticities",
                Json.tree(hdr.chromaticities().stream().map(Rational::toString).toList()));
        object.addProperty("min_luminance", hdr.minLuminance().toString());
        object.addProperty("max_luminance", hdr.maxLuminance().toString());
        object.addProperty("max_cll", hdr.maxContent());
        object.addProperty("max_fall", hdr.maxAverage());
        return object;
    }

    private static JsonObject stream(StreamInfo stream) {
        JsonObject object = new JsonObject();
        object.addProperty("index", stream.index());
        object.addProperty("type", stream.type());
        object.addProperty("codec", stream.codec());
        object.addProperty("summary", stream.summary());
        object.add("metadata", Json.tree(stream.metadata()));
        return object;
    }
}
