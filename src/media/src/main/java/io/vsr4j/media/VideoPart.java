package io.vsr4j.media;

/**
 * Frames of a video whose packets lie in a file of their own.
 *
 * @param first display index, in the whole video, of the first frame that can be read there
 * @param end index after the last one
 * @param key index of the key frame that the file begins with
 * @param shift what is added to times there, in the video's unit, so that none is negative
 */
public record VideoPart(int first, int end, int key, long shift) {
    /**
     * {@return the frames of the whole video as they are found in the part}
     *
     * @param video the whole video's
     * @param unit of the part's times
     * @throws MediaException if times cannot be told exactly in that unit
     */
    FrameIndex index(FrameIndex video, Rational unit) {
        long num = (long) video.timeBase().num() * unit.den();
        long den = (long) video.timeBase().den() * unit.num();
        if (num % den != 0) {
            throw new MediaException("a part counts times in " + unit + " s, and cannot tell those of a video that"
                    + " counts in " + video.timeBase() + " s");
        }
        long[] pts = video.pts().clone();
        for (int i = 0; i < pts.length; i++) {
            pts[i] = (pts[i] + shift) * (num / den);
        }
        return new FrameIndex(unit, pts, new int[] {key}, (video.end() + shift) * (num / den));
    }
}
