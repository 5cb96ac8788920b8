package io.vsr4j.quality.evaluate;

import ai.djl.ndarray.NDManager;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A clip as its protocol wants it: equally many frames on both sides, the reference's exactly {@code scale} times as large.
 *
 * @param input what is restored
 * @param reference what the result is compared with, if anything
 * @param scale factor between both
 */
record PreparedClip(FrameSource input, Optional<FrameSource> reference, int scale) implements AutoCloseable {
    /**
     * Opens both sides, or makes the input.
     *
     * @param scope for tensors; outlives the clip
     * @param folder where frames may wait
     * @throws InvalidRequestException if both sides do not belong together
     */
    static PreparedClip open(DataSet set, DataClip clip, Protocol protocol, NDManager scope, Path folder)
            throws IOException {
        if (!clip.problem().isEmpty()) {
            throw new InvalidRequestException(set.name() + "/" + clip.name() + ": " + clip.problem());
        }
        Opened opened = new Opened(scope);
        try {
            Optional<FrameSource> reference = opened.open(clip.reference());
            if (clip.input().isEmpty()) {
                return made(opened, set, clip, protocol, reference.orElseThrow(), scope, folder);
            }
            FrameSource input = opened.open(clip.input()).orElseThrow();
            int scale = reference.isEmpty() || protocol.scale().isPresent()
                    ? protocol.scale(set)
                    : scale(clip, reference.get().video(), input.video());
            reference.ifPresent(r -> requireFit(clip, r.video(), input.video(), scale));
            int frames = frames(clip, protocol, reference.map(FrameSource::video), input.video());
            return cut(input, reference, scale, frames, protocol.crop());
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** What is to be closed if the whole comes to nothing. */
    private static final class Opened {
        private final NDManager scope;
        private final List<FrameSource> sources = new ArrayList<>();

        Opened(NDManager scope) {
            this.scope = scope;
        }

        Optional<FrameSource> open(Optional<Path> clip) throws IOException {
            if (clip.isEmpty()) {
                return Optional.empty();
            }
            sources.add(RgbFrames.open(clip.get(), scope));
            return Optional.of(sources.get(sources.size() - 1));
        }

        void close() {
            sources.forEach(FrameSource::close);
        }
    }

    private static PreparedClip made(
            Opened opened,
            DataSet set,
            DataClip clip,
            Protocol protocol,
            FrameSource reference,
            NDManager scope,
            Path folder)
            throws IOException {
        int scale = protocol.scale(set);
        VideoInfo video = reference.video();
        int width = video.width() / scale * scale;
        int height = video.height() / scale * scale;
        if (width == 0 || height == 0) {
            throw new InvalidRequestException(clip.name() + ": frames of " + size(video) + " cannot be reduced by "
                    + scale + "; take a smaller --scale");
        }
        int frames = frames(clip, protocol, Optional.empty(), video);
        FrameSource whole = opened.open(clip.reference()).orElseThrow();
        FrameSource input = protocol.degradation()
                .degrade(RgbFrames.part(whole, frames, 0, 0, width, height), scale, clip.name(), scope, folder);
        return cut(input, Optional.of(reference), scale, frames, protocol.crop());
    }

    /** {@return the factor that the sizes say} */
    private static int scale(DataClip clip, VideoInfo reference, VideoInfo input) {
        int scale = Math.round((float) reference.width() / input.width());
        if (scale < 1) {
            throw new InvalidRequestException(clip.name() + ": the input's frames are " + size(input)
                    + ", larger than the reference's " + size(reference) + "; are both sides exchanged?");
        }
        return scale;
    }

    /** References may be larger by a remainder that no input pixel stands for. */
    private static void requireFit(DataClip clip, VideoInfo reference, VideoInfo input, int scale) {
        int right = reference.width() - input.width() * scale;
        int below = reference.height() - input.height() * scale;
        if (right < 0 || right >= scale || below < 0 || below >= scale) {
            throw new InvalidRequestException(clip.name() + ": the reference's frames are " + size(reference)
                    + " and the input's " + size(input) + ", which is not a factor of " + scale + "; say --scale");
        }
    }

    private static int frames(DataClip clip, Protocol protocol, Optional<VideoInfo> reference, VideoInfo input) {
        int count = input.frames().count();
        int other = reference.map(r -> r.frames().count()).orElse(count);
        int wanted = protocol.frames() == 0 ? Integer.MAX_VALUE : protocol.frames();
        if (count != other && Math.min(count, other) < wanted) {
            throw new InvalidRequestException(clip.name() + ": the reference has " + other + " frames and the input "
                    + count + "; both must have as many, or at least --frames");
        }
        return Math.min(Math.min(count, other), wanted);
    }

    private static PreparedClip cut(
            FrameSource input, Optional<FrameSource> reference, int scale, int frames, Crop crop) {
        VideoInfo small = input.video();
        int width = Crop.cut(small.width(), crop.width(), scale);
        int height = Crop.cut(small.height(), crop.height(), scale);
        int left = (small.width() - width) / 2;
        int top = (small.height() - height) / 2;
        return new PreparedClip(
                RgbFrames.part(input, frames, left, top, width, height),
                reference.map(r -> RgbFrames.part(r, frames, left * scale, top * scale, width * scale, height * scale)),
                scale);
    }

    private static String size(VideoInfo video) {
        return video.width() + "x" + video.height();
    }

    @Override
    public void close() {
        input.close();
        reference.ifPresent(FrameSource::close);
    }
}
