package io.vsr4j.training.data;

import ai.djl.ndarray.NDManager;
import io.vsr4j.degrade.Raster;
import io.vsr4j.degrade.ResizeFilter;
import io.vsr4j.media.FrameSource;
import io.vsr4j.media.MediaException;
import io.vsr4j.media.Picture;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.upscale.ShotDetector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * A video, or numbered pictures, and what belongs to it frame by frame.
 *
 * @param name relative to its folder
 * @param high good frames
 * @param low bad ones; null where they are made
 * @param teacher a teacher's; null where there are none
 */
record Recording(String name, Path high, Path low, Path teacher) implements Footage {
    /** Places that are looked at before another recording is. */
    private static final int TRIES = 8;

    @Override
    public Take take(Random random, ClipSettings wanted, Shelf shelf, NDManager scope) throws IOException {
        check(wanted, shelf);
        VideoInfo video = shelf.probe(high);
        int reduce = reduce(wanted);
        boolean reversed = random.nextBoolean() && wanted.reversal();
        for (int i = 0; i < TRIES; i++) {
            Orientation orientation = Orientation.draw(random, wanted.flips(), wanted.turns());
            int first = random.nextInt(video.frames().count() - wanted.frames() + 1);
            Cut cut = cut(random, video, orientation, wanted);
            List<Raster> frames;
            try (FrameSource source = shelf.frames(high)) {
                frames = shot(source, first, wanted.frames(), new Cutter(video, scope), cut, reduce);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            if (frames != null) {
                int count = wanted.frames();
                List<Raster> bad = side(low, shelf, scope, first, count, cut.dividedBy(wanted.scale()));
                List<Raster> taught = side(teacher, shelf, scope, first, count, cut);
                return new Take(
                        laid(frames, orientation, reversed),
                        laid(bad, orientation, reversed),
                        null,
                        laid(taught, orientation, reversed));
            }
        }
        return null;
    }

    @Override
    public Raster picture(Random random, ClipSettings wanted, Shelf shelf, NDManager scope) throws IOException {
        check(wanted, shelf);
        VideoInfo video = shelf.probe(high);
        int[] keys = video.frames().keys();
        // Of a long video a key frame, before which nothing has to be decoded.
        int frame = shelf.keeps(video) ? random.nextInt(video.frames().count()) : keys[random.nextInt(keys.length)];
        Orientation orientation = Orientation.draw(random, wanted.flips(), wanted.turns());
        Cut cut = cut(random, video, orientation, wanted);
        try (FrameSource source = shelf.frames(high)) {
            Picture picture = video.newPicture();
            source.seek(frame);
            source.read(picture);
            return picture.damaged()
                    ? null
                    : orientation.apply(reduced(new Cutter(video, scope).cut(picture, cut), reduce(wanted)));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** What belongs together frame by frame stays as it is. */
    private int reduce(ClipSettings wanted) {
        return low == null && teacher == null ? wanted.reduce() : 1;
    }

    private Cut cut(Random random, VideoInfo video, Orientation orientation, ClipSettings wanted) {
        int reduce = reduce(wanted);
        return Cut.draw(
                random,
                video.width(),
                video.height(),
                reduce * wanted.width(orientation),
                reduce * wanted.height(orientation),
                low == null ? 1 : wanted.scale());
    }

    private void check(ClipSettings wanted, Shelf shelf) throws IOException {
        VideoInfo video = shelf.probe(high);
        if (video.rotation() != 0) {
            throw new MediaException(high + ": is to be shown turned by " + video.rotation()
                    + " degrees, and would be learned from lying on its side; write its frames upright");
        }
        int side = reduce(wanted);
        int width = side * (wanted.turns() ? Math.max(wanted.width(), wanted.height()) : wanted.width());
        int height = side * (wanted.turns() ? Math.max(wanted.width(), wanted.height()) : wanted.height());
        if (video.width() < width || video.height() < height) {
            throw new MediaException(high + ": frames are " + size(video) + ", and crops need " + width + "x" + height
                    + " before they are reduced by " + side + "; take smaller crops");
        }
        if (video.frames().count() < wanted.frames()) {
            throw new MediaException(high + ": has " + video.frames().count() + " frames, and a clip needs "
                    + wanted.frames() + "; single photos belong into a folder called photos");
        }
        requireLike(video, low, wanted.scale(), shelf);
        requireLike(video, teacher, 1, shelf);
    }

    private void requireLike(VideoInfo video, Path other, int scale, Shelf shelf) throws IOException {
        if (other == null) {
            return;
        }
        VideoInfo beside = shelf.probe(other);
        int right = video.width() - beside.width() * scale;
        int below = video.height() - beside.height() * scale;
        boolean fits = right >= 0 && right < scale && below >= 0 && below < scale;
        if (!fits || beside.frames().count() != video.frames().count() || beside.rotation() != video.rotation()) {
            throw new MediaException(other + ": has " + beside.frames().count() + " frames of " + size(beside)
                    + ", which do not belong to the " + video.frames().count() + " frames of " + size(video) + " in "
                    + high + " at a scale of " + scale);
        }
    }

    private static String size(VideoInfo video) {
        return video.width() + "x" + video.height();
    }

    /** {@return the frames; null if there is a cut among them, or one is damaged} */
    private static List<Raster> shot(FrameSource source, int first, int count, Cutter cutter, Cut cut, int reduce) {
        List<Raster> frames = new ArrayList<>();
        ShotView view =
                new ShotView(source, first, count, picture -> frames.add(reduced(cutter.cut(picture, cut), reduce)));
        List<Integer> shots = ShotDetector.shots(view, n -> {});
        return view.isOneShot(shots) && view.damaged() == 0 ? frames : null;
    }

    private static Raster reduced(Raster frame, int by) {
        return ResizeFilter.AREA.resize(frame, frame.width() / by, frame.height() / by);
    }

    private static List<Raster> side(Path path, Shelf shelf, NDManager scope, int first, int count, Cut cut)
            throws IOException {
        if (path == null) {
            return null;
        }
        List<Raster> frames = new ArrayList<>();
        try (FrameSource source = shelf.frames(path)) {
            Cutter cutter = new Cutter(source.video(), scope);
            Picture picture = source.video().newPicture();
            source.seek(first);
            for (int i = 0; i < count; i++) {
                source.read(picture);
                frames.add(cutter.cut(picture, cut));
            }
            return frames;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static List<Raster> laid(List<Raster> frames, Orientation orientation, boolean reversed) {
        if (frames == null) {
            return null;
        }
        List<Raster> laid =
                new ArrayList<>(frames.stream().map(orientation::apply).toList());
        if (reversed) {
            Collections.reverse(laid);
        }
        return laid;
    }
}
