package io.vsr4j.media;

/**
 * The pictures of a video to be written, apart from how they are encoded.
 *
 * @param width width in pixels, before rotation
 * @param height height in pixels, before rotation
 * @param format layout of the pictures
 * @param colour written into the stream as it is
 * @param sampleAspect width to height of one pixel
 * @param rotation clockwise degrees by which a player turns the picture: 0, 90, 180 or 270
 * @param timeBase unit of the presentation times, the source's, so that they pass through unchanged
 * @param frameRate average frame rate, for rate control and for containers that keep no times
 * @param hdr mastering display and light levels
 */
public record OutputVideo(
        int width,
        int height,
        PixelFormat format,
        ColourTags colour,
        Rational sampleAspect,
        int rotation,
        Rational timeBase,
        Rational frameRate,
        HdrMetadata hdr) {
    /** Checks what no codec could take. */
    public OutputVideo {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("size must be at least 1x1, got " + width + "x" + height);
        }
        if (rotation % 90 != 0 || rotation < 0 || rotation > 270) {
            throw new IllegalArgumentException("rotation must be 0, 90, 180 or 270 degrees, got " + rotation);
        }
        if (timeBase.num() < 1 || timeBase.den() < 1) {
            throw new IllegalArgumentException("time base must be positive, got " + timeBase);
        }
        if (frameRate.num() < 0 || frameRate.den() < 1) {
            throw new IllegalArgumentException("frame rate must not be negative, got " + frameRate);
        }
        if (sampleAspect.num() < 0 || sampleAspect.den() < 1) {
            throw new IllegalArgumentException("sample aspect ratio must not be negative, got " + sampleAspect);
        }
    }

    /**
     * A source's pictures at another size, everything else as it is, the colour made explicit.
     *
     * @param source the track that is restored
     * @param width new width in pixels
     * @param height new height in pixels
     * @param format layout to write, for example {@code codec.nearest(source.format())}
     */
    public static OutputVideo of(VideoInfo source, int width, int height, PixelFormat format) {
        ColourTags said = source.effectiveColour();
        boolean rgb = format.model() == PixelFormat.Model.RGB;
        boolean wasRgb = source.format().model() == PixelFormat.Model.RGB;
        // Turned from RGB to YUV or back, the source's matrix and range no longer hold.
        ColourTags colour = rgb
                ? new ColourTags(0, said.primaries(), said.transfer(), 2, 0)
                : wasRgb ? new ColourTags(height >= 720 ? 1 : 6, said.primaries(), said.transfer(), 1, 1) : said;
        return new OutputVideo(
                width,
                height,
                format,
                colour,
                source.sampleAspect(),
                source.rotation(),
                source.frames().timeBase(),
                source.frameRate(),
                source.hdr());
    }
}
