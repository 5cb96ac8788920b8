package io.vsr4j.quality;

import io.vsr4j.media.FrameReader;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.MediaInfo;
import io.vsr4j.media.MediaLimits;
import io.vsr4j.media.MediaProbe;
import io.vsr4j.media.PictureFolder;
import io.vsr4j.media.Rational;
import io.vsr4j.media.VideoInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A video file, or a folder or pattern of pictures, which was looked through and can be opened.
 *
 * @param path what the user named
 * @param video its frames
 * @param timed whether its frames have times of their own; pictures have not
 * @param notes what a user should know of it, one sentence each
 * @param opener opens it
 */
public record VideoInput(Path path, VideoInfo video, boolean timed, List<String> notes, Opener opener) {
    /** How many pictures of a folder make a second, if nobody says. */
    public static final Rational PICTURE_RATE = new Rational(24, 1);

    /** Opens a video. */
    public interface Opener {
        /** {@return its frames, at the first one; the caller closes it} */
        FrameSource open() throws IOException;
    }

    /**
     * Looks through a video.
     *
     * @param path a video file, a folder of pictures, or a pattern of pictures
     * @return what is in it
     * @throws io.vsr4j.media.MediaException if it cannot be used
     * @throws IOException if it cannot be read now
     */
    public static VideoInput of(Path path) throws IOException {
        if (PictureFolder.accepts(path)) {
            try (PictureFolder folder = PictureFolder.open(path, PICTURE_RATE, MediaLimits.DEFAULT)) {
                return new VideoInput(
                        path,
                        folder.video(),
                        false,
                        folder.notes(),
                        () -> PictureFolder.open(path, PICTURE_RATE, MediaLimits.DEFAULT));
            }
        }
        MediaInfo info = MediaProbe.probe(path, MediaLimits.DEFAULT);
        return new VideoInput(path, info.video(), true, info.notes(), () -> FrameReader.open(info));
    }

    /** {@return number of frames} */
    public int frames() {
        return video.frames().count();
    }

    /** {@return name of the file or folder} */
    public String name() {
        Path name = path.getFileName();
        return name == null ? path.toString() : name.toString();
    }

    /** {@return frames a second} */
    double framesPerSecond() {
        return video.frameRate().value();
    }
}
