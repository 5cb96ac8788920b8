package io.vsr4j.functions;

import io.vsr4j.media.VideoInfo;
import io.vsr4j.upscale.InvalidRequestException;
import java.util.Locale;

/**
 * What users may ask for.
 *
 * @param bytes largest video
 * @param directBytes largest video that is sent through the service itself, and not straight to the bucket
 * @param seconds longest video
 * @param pixels most pixels of a frame
 * @param activeJobs most jobs of one user that are neither done, nor failed, nor cancelled
 */
public record Limits(long bytes, long directBytes, double seconds, long pixels, int activeJobs) {
    /** A day of 8K in a file of 64 GiB, and any number of jobs. */
    public static final Limits DEFAULT = new Limits(64L << 30, 64L << 30, 86_400, 1L << 26, Integer.MAX_VALUE);

    /** What goes through the service takes room on its disk, of which processes in a cloud have little. */
    static final long DIRECT_BYTES_OF_CLOUD = 64L << 20;

    /** Checks that each lets something through. */
    public Limits {
        require(bytes >= 1, "bytes", bytes);
        require(directBytes >= 1, "direct-bytes", directBytes);
        require(seconds > 0, "seconds", seconds);
        require(pixels >= 1, "pixels", pixels);
        require(activeJobs >= 1, "active-jobs", activeJobs);
    }

    private static void require(boolean holds, String name, Number value) {
        if (!holds) {
            throw new IllegalArgumentException("vsr.limit." + name + " must let something through, got " + value);
        }
    }

    /**
     * Checks a size.
     *
     * @param name of the video
     * @throws InvalidRequestException if it is too large
     */
    public void requireBytes(String name, long size) {
        if (size > bytes) {
            throw new InvalidRequestException(name + " has " + size + " bytes, more than the limit of " + bytes
                    + " (vsr.limit.bytes); cut it, or ask who runs the service");
        }
    }

    /**
     * Checks what is in a video.
     *
     * @param name of the video
     * @throws InvalidRequestException if it is too long, or its frames are too large
     */
    public void requireVideo(String name, VideoInfo video) {
        long size = (long) video.width() * video.height();
        if (size > pixels) {
            throw new InvalidRequestException(name + " has frames of " + video.width() + "x" + video.height() + ", "
                    + size + " pixels, more than the limit of " + pixels
                    + " (vsr.limit.pixels); reduce it, or ask who runs the service");
        }
        double length = JobFacts.seconds(video);
        if (length > seconds) {
            throw new InvalidRequestException(String.format(
                    Locale.ROOT,
                    "%s is %.1f s long, more than the limit of %s s (vsr.limit.seconds); cut it, or ask who runs the"
                            + " service",
                    name,
                    length,
                    seconds));
        }
    }
}
