package io.vsr4j.upscale;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.vsr4j.media.FrameReader;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.models.ModelCard;
import java.io.IOException;
import java.nio.file.Path;

/** One window of a video, for what looks at clips without restoring them. */
public final class ClipFrames {
    private ClipFrames() {}

    /**
     * Reads frames from the middle of a video: as many of those wanted as it has and the model takes, cut at the right and
     * at the bottom to the model's multiple.
     *
     * @param owner owns the frames
     * @param file a video
     * @param card of the model that looks at them
     * @param wanted how many frames, at least 1
     * @return {@code float32 [n, 3, h, w]}: red, green, blue in 0..1
     * @throws InvalidRequestException if the model takes nothing so short or so small
     * @throws IOException if the file cannot be read
     */
    public static NDArray middle(NDManager owner, Path file, ModelCard card, int wanted) throws IOException {
        try (FrameSource source = FrameReader.open(file, MediaLimits.DEFAULT);
                NDManager scope = owner.newSubManager()) {
            VideoInfo video = source.video();
            int count = Math.min(wanted, video.frames().count());
            while (count > 0 && !card.frames().accepts(count)) {
                count--;
            }
            int multiple = card.spatialMultiple();
            int width = video.width() / multiple * multiple;
            int height = video.height() / multiple * multiple;
            if (count == 0 || width == 0 || height == 0) {
                throw new InvalidRequestException(file + ": " + video.frames().count() + " frames of " + video.width()
                        + "x" + video.height() + " are too little for model '" + card.id() + "'");
            }
            PixelConverter converter = PixelConverter.of(video, scope);
            Picture picture = new Picture(video.format(), video.width(), video.height());
            NDList frames = new NDList(count);
            source.seek((video.frames().count() - count) / 2);
            for (int i = 0; i < count; i++) {
                source.read(picture);
                frames.add(converter.read(scope, picture).get(":, :, :{}, :{}", height, width));
            }
            NDArray all = NDArrays.concat(frames);
            all.attach(owner);
            return all;
        }
    }
}
