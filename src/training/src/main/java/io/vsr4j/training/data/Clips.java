package io.vsr4j.training.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.degrade.Order;
import io.vsr4j.degrade.Raster;
import io.vsr4j.degrade.Step;
import io.vsr4j.degrade.UnsharpMask;
import io.vsr4j.media.MediaException;
import io.vsr4j.training.Draw;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Clips of what lies in data folders. Files that cannot be used are told of once and passed over.
 *
 * <pre>{@code
 * try (ClipSource clips = Clips.open(settings, Part.TRAINING, System.err::println)) {
 *     Clip clip = clips.clip(0, owner);
 * }
 * }</pre>
 */
public final class Clips implements ClipSource {
    private static final long MEMORY = 512L << 20;

    private final ClipSettings settings;
    private final List<Footage> recordings;
    private final List<Footage> photos;
    private final Shelf shelf;
    private final Consumer<String> notes;
    private final Set<Footage> skipped = ConcurrentHashMap.newKeySet();

    private Clips(ClipSettings settings, List<Footage> footage, long memory, Consumer<String> notes) {
        this.settings = settings;
        recordings = footage.stream().filter(f -> !(f instanceof Photo)).toList();
        photos = footage.stream().filter(f -> f instanceof Photo).toList();
        shelf = new Shelf(memory);
        this.notes = notes;
    }

    /**
     * Looks for footage; none is opened yet.
     *
     * @param settings what clips are wanted
     * @param part which sources they are of
     * @param notes told of each file that cannot be used, in a sentence; may be called by several threads
     * @return the clips
     * @throws InvalidRequestException if there is none
     * @throws IOException if a folder cannot be listed
     */
    public static Clips open(ClipSettings settings, Part part, Consumer<String> notes) throws IOException {
        return open(settings, part, MEMORY, notes);
    }

    static Clips open(ClipSettings settings, Part part, long memory, Consumer<String> notes) throws IOException {
        List<Footage> all = new ArrayList<>();
        for (Path folder : settings.folders()) {
            all.addAll(DataTree.read(folder));
        }
        // A source alone is learned from, whatever its hash.
        double share = all.size() == 1 ? 0 : settings.validation();
        List<Footage> footage =
                all.stream().filter(f -> Part.of(f.name(), share) == part).toList();
        if (footage.isEmpty()) {
            throw new InvalidRequestException(names(settings) + ": of " + all.size() + " videos and photos none is for "
                    + part.name().toLowerCase(java.util.Locale.ROOT) + " at a share of " + settings.validation()
                    + "; add more, or put some into folders called train and val");
        }
        return new Clips(settings, footage, memory, notes);
    }

    private static String names(ClipSettings settings) {
        return settings.folders().stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    /** {@return how many videos and photos there are} */
    public int sources() {
        return recordings.size() + photos.size();
    }

    /** {@return how many of them could not be used so far} */
    public int skipped() {
        return skipped.size();
    }

    /** Something that is taken of one piece of footage; null if there is no luck. */
    private interface Taker<T> {
        T take(Footage footage) throws IOException;
    }

    @Override
    public Clip clip(long index, NDManager owner) throws IOException {
        Random random = new Draw(settings.seed(), index).random("clip");
        try (NDManager scope = owner.newSubManager()) {
            Take take = first(random, footage -> footage.take(random, settings, shelf, scope));
            List<Raster> high = take.high();
            List<Raster> low = take.low();
            if (low == null) {
                high = settings.sharpen()
                        ? high.stream().map(UnsharpMask::sharpen).toList()
                        : high;
                low = degraded(high, random.nextLong(), scope);
            }
            return new Clip(
                    tensor(owner, high),
                    tensor(owner, low),
                    take.flow() == null ? null : owner.create(take.flow(), field()),
                    take.teacher() == null ? null : tensor(owner, take.teacher()));
        }
    }

    /** {@return of two fields between every two frames} */
    private Shape field() {
        return new Shape(2, settings.frames() - 1, 2, settings.height(), settings.width());
    }

    @Override
    public NDArray pictures(long index, int count, NDManager owner) throws IOException {
        List<Raster> pictures = new ArrayList<>();
        try (NDManager scope = owner.newSubManager()) {
            for (int i = 0; i < count; i++) {
                Random random = new Draw(settings.seed(), index).random("picture " + i);
                pictures.add(first(random, footage -> footage.picture(random, settings, shelf, scope)));
            }
        }
        return tensor(owner, pictures);
    }

    /** Goes on from a source that is drawn to the next one until one will do. */
    private <T> T first(Random random, Taker<T> taker) throws IOException {
        boolean ofPhotos = random.nextDouble() < settings.photos();
        int start = random.nextInt(Integer.MAX_VALUE);
        for (List<Footage> kind : ofPhotos ? List.of(photos, recordings) : List.of(recordings, photos)) {
            for (int i = 0; i < kind.size(); i++) {
                Footage footage = kind.get((int) (((long) start + i) % kind.size()));
                T taken = attempt(footage, taker);
                if (taken != null) {
                    return taken;
                }
            }
        }
        throw new MediaException("none of the " + sources() + " videos and photos in " + names(settings)
                + " gives a clip of " + settings.frames() + " frames of " + settings.width() + "x" + settings.height()
                + "; what is wrong with each was told before");
    }

    private <T> T attempt(Footage footage, Taker<T> taker) throws IOException {
        try {
            T taken = taker.take(footage);
            if (taken == null) {
                skip(
                        footage,
                        footage.name() + ": has a cut or a damaged frame wherever it was looked at; if these are"
                                + " photos, put them into a folder called photos");
            }
            return taken;
        } catch (MediaException e) {
            skip(footage, e.getMessage());
            return null;
        }
    }

    private void skip(Footage footage, String why) {
        if (skipped.add(footage)) {
            notes.accept(why + " (passed over)");
        }
    }

    private List<Raster> degraded(List<Raster> good, long seed, NDManager scope) throws IOException {
        int width = settings.width() / settings.scale();
        int height = settings.height() / settings.scale();
        List<Raster> bad = new ArrayList<>();
        Step keep = new Step() {
            @Override
            public void put(Raster frame) {
                bad.add(frame);
            }

            @Override
            public void end() {}

            @Override
            public void close() {}
        };
        Order order = new Order(seed, width, height, settings.temporal(), scope);
        try (Step first = settings.preset().before(order, keep)) {
            for (Raster frame : good) {
                first.put(frame.copy());
            }
            first.end();
        }
        return bad;
    }

    private static NDArray tensor(NDManager owner, List<Raster> frames) {
        Raster one = frames.get(0);
        int size = one.samples().length;
        float[] values = new float[Math.multiplyExact(frames.size(), size)];
        for (int i = 0; i < values.length; i++) {
            values[i] = frames.get(i / size).samples()[i % size] / 255;
        }
        return owner.create(values, new Shape(frames.size(), 3, one.height(), one.width()));
    }
}
