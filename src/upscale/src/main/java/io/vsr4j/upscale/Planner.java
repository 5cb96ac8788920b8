package io.vsr4j.upscale;

import io.vsr4j.media.Codec;
import io.vsr4j.media.Container;
import io.vsr4j.media.EncodeSettings;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.Tiling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Turns what a user asks for, and what is in the source, into a plan that leaves nothing open. */
final class Planner {
    /** Frames in a chunk where nothing is asked for: seconds of video, so that a crash costs little. */
    private static final int CHUNK_FRAMES = 120;
    /** Smallest side of a tile, in source pixels, that is worth its overlap. */
    private static final int LEAST_TILE = 32;
    /** More threads than this do not help an encoder that waits for a network. */
    private static final int MOST_ENCODER_THREADS = 8;

    private final UpscaleSettings settings;
    private final ModelCard card;
    private final VideoInfo video;
    private final int scale;
    private final List<String> notes = new ArrayList<>();

    /**
     * Prepares a plan.
     *
     * @param settings what is wanted
     * @param card the model that is wanted
     * @param video the source
     */
    Planner(UpscaleSettings settings, ModelCard card, VideoInfo video) {
        this.settings = settings;
        this.card = card;
        this.video = video;
        this.scale = settings.network().scale().orElse(card.defaultScale());
    }

    /** {@return what a user should know of the choices, one sentence each} */
    List<String> notes() {
        return notes;
    }

    /** {@return threads within an operation} */
    static int threads(UpscaleSettings settings) {
        int cores = Runtime.getRuntime().availableProcessors();
        int threads = settings.network().threads().orElse(cores);
        if (threads < 1 || threads > 1024) {
            throw new InvalidRequestException("--threads must be in 1..1024, got " + threads);
        }
        return threads;
    }

    /**
     * Chooses windows, tiles and chunks.
     *
     * @param shots finds the cuts; asked only if windows could reach across one
     */
    UpscalePlan.Run run(Supplier<List<Integer>> shots) {
        int window = settings.grid().window().orElse(card.windowFrames());
        if (window < 1 || !card.frames().accepts(window)) {
            throw new InvalidRequestException("--window must be a number of frames that model '" + card.id()
                    + "' takes (" + card.frames() + " frames), got " + window);
        }
        int overlap = settings.grid().overlap().orElse(Math.min(card.windowOverlap(), window - 1));
        if (overlap < 0 || overlap >= window) {
            throw new InvalidRequestException("--overlap must be in 0.." + (window - 1) + " for windows of " + window
                    + " frames, got " + overlap);
        }
        int tile = tile(Math.min(window, video.frames().count()));
        List<Integer> cuts = window == 1 ? List.of(0) : shots.get();
        String device = settings.network().device().startsWith("gpu") ? "gpu" : "cpu";
        return new UpscalePlan.Run(
                device, threads(settings), window, overlap, cuts, tile, tile == 0 ? 0 : tileOverlap(tile));
    }

    /** Frames whole if they fit the memory, else in the largest tiles that do. */
    private int tile(int frames) {
        int side = Math.max(video.width(), video.height());
        if (settings.grid().tile().isPresent()) {
            int tile = settings.grid().tile().getAsInt();
            if (tile != 0 && tile < LEAST_TILE) {
                throw new InvalidRequestException(
                        "--tile must be 0 (none) or at least " + LEAST_TILE + " source pixels, got " + tile);
            }
            if (tile != 0 && card.tiling() == Tiling.INTERNAL) {
                throw new InvalidRequestException(
                        "model '" + card.id() + "' tiles by itself; leave --tile out (got " + tile + ")");
            }
            return tile >= side ? 0 : tile;
        }
        MemoryBudget budget = new MemoryBudget(card, scale, video.width(), video.height());
        double gigabytes = settings.network().memory().orElse(MemoryBudget.ofThisMachine() / 1e9);
        if (!(gigabytes > 0)) {
            throw new InvalidRequestException("--memory must be a number of gigabytes above 0, got " + gigabytes);
        }
        long most = (long) (gigabytes * 1e9);
        if (budget.bytes(frames, 0) <= most) {
            return 0;
        }
        int multiple = card.spatialMultiple();
        int least = Math.max(LEAST_TILE, 4 * card.spatialReach());
        for (int tile = Math.max(side / 2, least);
                tile >= least && card.tiling() != Tiling.INTERNAL;
                tile = tile * 3 / 4) {
            int fitted = Math.max(tile / multiple * multiple, multiple);
            if (budget.bytes(frames, fitted) <= most) {
                notes.add("Frames are restored in tiles of " + fitted + " pixels to stay within " + format(most)
                        + " of memory.");
                return fitted;
            }
        }
        throw new InvalidRequestException("a window of " + frames + " frames of " + video.width() + "x" + video.height()
                + " at x" + scale + " needs about " + format(budget.bytes(frames, Math.min(least, side)))
                + " even in the smallest tiles, got " + format(most)
                + "; raise --memory, lower --scale" + (frames > 1 ? " or --window" : ""));
    }

    /** Three times the reach, since the outer two thirds of an overlap's width count for one of its sides only. */
    private int tileOverlap(int tile) {
        return Math.min(Math.max(3 * card.spatialReach(), 16), tile / 2);
    }

    /** {@return frames in a chunk: what is asked for, else whole strides of the windows} */
    int chunkFrames(UpscalePlan.Run run) {
        if (settings.grid().chunkFrames().isPresent()) {
            int frames = settings.grid().chunkFrames().getAsInt();
            if (frames < 1) {
                throw new InvalidRequestException("--chunk-frames must be at least 1, got " + frames);
            }
            return frames;
        }
        int stride = run.window() - run.overlap();
        return Math.max(1, CHUNK_FRAMES / stride) * stride;
    }

    /** {@return first wanted frame and the frame after the last one} */
    int[] part() {
        long[] pts = video.frames().pts();
        double unit = video.frames().timeBase().value();
        int first = 0;
        int end = pts.length;
        if (settings.part().from().isPresent()) {
            double from = settings.part().from().getAsLong() / 1e6;
            while (first < end && (pts[first] - pts[0]) * unit < from - 1e-6) {
                first++;
            }
        }
        if (settings.part().to().isPresent()) {
            double to = settings.part().to().getAsLong() / 1e6;
            while (end > 0 && (pts[end - 1] - pts[0]) * unit >= to - 1e-6) {
                end--;
            }
        }
        if (first >= end) {
            throw new InvalidRequestException(String.format(
                    Locale.ROOT,
                    "--from and --to hold no frame: the video lasts %.3f s",
                    (video.frames().end() - pts[0]) * unit));
        }
        return new int[] {first, end};
    }

    /** {@return the frames that are made, and how they are encoded into a file} */
    UpscalePlan.Output video(Container container, String extension) {
        PixelFormat source = video.format();
        PixelFormat wanted =
                settings.output().pixelFormat().map(PixelFormat::of).orElse(source);
        Codec codec = settings.output().codec().map(Codec::of).orElseGet(() -> container.defaultCodec(wanted));
        if (!codec.available()) {
            throw new InvalidRequestException("this build of FFmpeg has no encoder for " + codec
                    + "; use --codec av1, prores or ffv1, or the build with GPL parts");
        }
        PixelFormat format = wanted;
        if (!codec.accepts(wanted)) {
            if (settings.output().pixelFormat().isPresent()) {
                throw new InvalidRequestException(codec + " does not encode " + wanted.toString()
                        + "; the nearest --pix-fmt that it does is " + codec.nearest(wanted));
            }
            format = codec.nearest(wanted);
            notes.add("The source's " + source + " is written as " + format + ", which " + codec + " takes.");
        }
        int[] size = size(format);
        EncodeSettings encode = EncodeSettings.of(codec)
                .withThreads(Math.min(Runtime.getRuntime().availableProcessors(), MOST_ENCODER_THREADS));
        if (settings.output().preset().isPresent()) {
            encode = encode.withPreset(settings.output().preset().get());
        }
        if (settings.output().crf().isPresent()) {
            encode = encode.withCrf(settings.output().crf().getAsInt());
        }
        return new UpscalePlan.Output(extension, size[0], size[1], format, container.adapt(encode));
    }

    /** {@return width and height of the pictures that are made} */
    int[] pictureSize() {
        UpscaleSettings.Output output = settings.output();
        if (output.codec().isPresent()
                || output.preset().isPresent()
                || output.crf().isPresent()
                || output.pixelFormat().isPresent()) {
            throw new InvalidRequestException("--codec, --preset, --crf and --pix-fmt are for videos, but pictures are"
                    + " written; leave them out, or name a video with -o");
        }
        return size(new PixelFormat(PixelFormat.Model.RGB, 8, 0, 0));
    }

    /** {@return width and height of a frame before it is turned} */
    private int[] size(PixelFormat format) {
        int width = video.width() * scale;
        int height = video.height() * scale;
        if (settings.output().height().isEmpty()) {
            return new int[] {width, height};
        }
        int lines = settings.output().height().getAsInt();
        if (lines < 1 || lines > 1 << 16) {
            throw new InvalidRequestException("--height must be in 1.." + (1 << 16) + " lines, got " + lines);
        }
        boolean turned = video.rotation() % 180 != 0;
        double factor = (double) lines / (turned ? width : height);
        int resizedWidth = turned ? lines : even(format.chromaShiftX(), width * factor);
        int resizedHeight = turned ? even(format.chromaShiftY(), height * factor) : lines;
        if (resizedWidth != width || resizedHeight != height) {
            notes.add("The network's " + width + "x" + height + " is resampled to " + resizedWidth + "x" + resizedHeight
                    + " by a plain bicubic filter.");
        }
        return new int[] {resizedWidth, resizedHeight};
    }

    private static int even(int shift, double size) {
        int step = 1 << shift;
        return (int) Math.max(step, Math.round(size / step) * step);
    }

    private static String format(long bytes) {
        return bytes < 1e9
                ? String.format(Locale.ROOT, "%.0f MB", Math.ceil(bytes / 1e6))
                : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
