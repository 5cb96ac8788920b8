package io.vsr4j.media;

/**
 * The video track that is restored.
 *
 * @param stream index of the stream in its file
 * @param codec FFmpeg's name of the codec
 * @param width coded width in pixels (before rotation)
 * @param height coded height in pixels (before rotation)
 * @param format layout in which frames are read: the nearest planar one without loss
 * @param alpha whether the file has an alpha plane, which is not read
 * @param colour what the file says; see {@link #effectiveColour} for what is used where it says nothing
 * @param sampleAspect width to height of one pixel; 1/1 where the file says nothing
 * @param rotation clockwise degrees by which a player turns the picture: 0, 90, 180 or 270
 * @param interlaced whether frames hold two fields; they are deinterlaced when read, one frame for each frame
 * @param hdr mastering display and light levels, {@link HdrMetadata#NONE} where the file says nothing
 * @param frameRate average frame rate
 * @param frames times and key frames
 */
public record VideoInfo(
        int stream,
        String codec,
        int width,
        int height,
        PixelFormat format,
        boolean alpha,
        ColourTags colour,
        Rational sampleAspect,
        int rotation,
        boolean interlaced,
        HdrMetadata hdr,
        Rational frameRate,
        FrameIndex frames) {
    /** {@return an empty picture of the size and layout of the frames} */
    public Picture newPicture() {
        return new Picture(format, width, height);
    }

    /** {@return the same track, with other frames} */
    public VideoInfo withFrames(FrameIndex other) {
        return new VideoInfo(
                stream,
                codec,
                width,
                height,
                format,
                alpha,
                colour,
                sampleAspect,
                rotation,
                interlaced,
                hdr,
                frameRate,
                other);
    }

    /**
     * {@return the tags with the unspecified matrix and range filled in as players do: RGB for RGB, else BT.709 from 720
     * lines on and BT.601 below; full range for RGB, else limited} The output carries these tags, so that a player cannot
     * choose otherwise for the larger picture.
     */
    public ColourTags effectiveColour() {
        boolean rgb = format.model() == PixelFormat.Model.RGB;
        int matrix = rgb ? 0 : colour.matrix() != 2 && colour.matrix() != 0 ? colour.matrix() : height >= 720 ? 1 : 6;
        int range = colour.range() != 0 ? colour.range() : rgb ? 2 : 1;
        return new ColourTags(matrix, colour.primaries(), colour.transfer(), range, colour.chromaLocation());
    }
}
