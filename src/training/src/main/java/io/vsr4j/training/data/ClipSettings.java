package io.vsr4j.training.data;

import io.vsr4j.degrade.Preset;
import io.vsr4j.degrade.Temporal;
import io.vsr4j.training.DataFolders;
import io.vsr4j.training.Settings;
import java.nio.file.Path;
import java.util.List;

/**
 * What clips are wanted.
 *
 * @param folders where videos and photos are
 * @param height of good frames in pixels, a multiple of {@code scale}
 * @param width likewise
 * @param frames of a clip, at least 1
 * @param scale by which bad frames are smaller
 * @param reduce by which footage shrinks before it is cut, since files are compressed; what comes with its own bad frames, or
 *     with a teacher's, does not
 * @param photos share of the clips that are made of photos, where there are videos too
 * @param flips whether frames may be mirrored
 * @param turns whether they may be turned by 90 degrees
 * @param reversal whether time may run backwards
 * @param preset makes bad frames where there are none
 * @param temporal how what it draws changes from frame to frame
 * @param sharpen whether good frames are sharpened before
 * @param validation share of the sources that are kept for validation
 * @param seed decides everything that is drawn
 */
public record ClipSettings(
        List<Path> folders,
        int height,
        int width,
        int frames,
        int scale,
        int reduce,
        double photos,
        boolean flips,
        boolean turns,
        boolean reversal,
        Preset preset,
        Temporal temporal,
        boolean sharpen,
        double validation,
        long seed) {
    private static final int LARGEST = 8192;

    /** Checks what fits together. */
    public ClipSettings {
        folders = List.copyOf(folders);
        if (folders.isEmpty()) {
            throw new IllegalArgumentException(
                    "no data folder is named; say which with --set data=DIR, videos or photos in it (src/training/data/fetch DIR"
                            + " fetches some to begin with)");
        }
        require(scale >= 1 && scale <= 16, "the scale of clips must be from 1 to 16, got " + scale);
        require(frames >= 1 && frames <= 1000, "frames of a clip must be from 1 to 1000, got " + frames);
        require(reduce >= 1 && reduce <= 16, "footage can be reduced by 1 to 16, got " + reduce);
        for (int side : new int[] {height, width}) {
            require(
                    side >= 8 && side <= LARGEST && side % scale == 0,
                    "sides of clips must be multiples of the scale " + scale + " from 8 to " + LARGEST + ", got "
                            + width + "x" + height);
        }
        require(photos >= 0 && photos <= 1, "the share of photos must be from 0 to 1, got " + photos);
        require(
                validation >= 0 && validation < 1,
                "the share of validation must be from 0 to below 1, got " + validation);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /**
     * Reads the settings {@code data} (folders, with the system's path separator between them), {@code data.validation},
     * {@code data.photos}, {@code data.reduce}, {@code clip.height}, {@code clip.width}, {@code clip.frames}, {@code
     * clip.scale}, {@code clip.flips}, {@code clip.turns}, {@code clip.reversal}, {@code degrade} (a preset), {@code
     * degrade.walk} (probability that a frame walks) and {@code degrade.sharpen}.
     *
     * @param settings of a recipe
     * @param seed decides everything that is drawn
     * @return what they say
     * @throws IllegalArgumentException if one makes no sense
     */
    public static ClipSettings of(Settings settings, long seed) {
        return new ClipSettings(
                DataFolders.of(settings).folders(),
                settings.count("clip.height", 1),
                settings.count("clip.width", 1),
                settings.count("clip.frames", 1),
                settings.count("clip.scale", 1),
                settings.count("data.reduce", 1),
                settings.number("data.photos", 0, 1),
                settings.flag("clip.flips"),
                settings.flag("clip.turns"),
                settings.flag("clip.reversal"),
                settings.choice("degrade", Preset.class),
                new Temporal(settings.number("degrade.walk", 0, 1)),
                settings.flag("degrade.sharpen"),
                settings.number("data.validation", 0, 1),
                seed);
    }

    /** {@return the same of another size} */
    ClipSettings sized(int high, int wide, int count) {
        return new ClipSettings(
                folders,
                high,
                wide,
                count,
                scale,
                reduce,
                photos,
                flips,
                turns,
                reversal,
                preset,
                temporal,
                sharpen,
                validation,
                seed);
    }

    /** {@return how wide footage must be that comes to lie so} */
    int width(Orientation orientation) {
        return orientation.transposed() ? height : width;
    }

    /** {@return how high footage must be that comes to lie so} */
    int height(Orientation orientation) {
        return orientation.transposed() ? width : height;
    }
}
