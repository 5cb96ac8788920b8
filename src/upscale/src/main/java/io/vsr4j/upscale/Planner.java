package io.vsr4j.upscale;

import io.vsr4j.media.Codec;
import io.vsr4j.media.Container;
import io.vsr4j.media.EncodeSettings;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.media.VideoInfo;
import io.vsr4j.models.ModelCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Turns what a user asks for, and what is in the source, into a plan that leaves nothing open. */
final class Planner {
    /** Frames in a chunk where nothing is asked for: seconds of video, so that a crash costs little. */
    private static final int CHUNK_FRAMES = 120;
    /** More threads than this do not help an encoder that waits for a network. */
    private static final int MOST_ENCODER_THREADS = 8;

    private final UpscaleSettings settings;
    private final ModelCard card;
    private final VideoInfo video;
    private final int scale;
    private final GridChoice grid;
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
        if (scale < 1 || scale > UpscaleSettings.MOST_SCALE) {
            throw new InvalidRequestException("--scale must be in 1.." + UpscaleSettings.MOST_SCALE + ", got " + scale);
        }
        this.grid = new GridChoice(settings.grid(), card, networkScale(), video);
    }

    /** {@return what a user should know of the choices, one sentence each} */
    List<String> notes() {
        return notes;
    }

    /** {@return factor that the network runs at; a plain resample leads from there to what is wanted} */
    int networkScale() {
        return card.scaleFor(scale);
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
     * {@return what a window may take, and how the weights are kept}
     *
     * @param parameters learned numbers that the model has in truth
     * @param device bytes that the device has
     */
    Allotment allotment(long parameters, long device) {
        Allotment allotment = Allotment.of(settings.network(), card, parameters, grid, device);
        if (allotment.offload() && !settings.network().offload()) {
            notes.add("The weights do not fit beside a window: blocks read theirs in turn, as with --offload.");
        }
        return allotment;
    }

    /**
     * Chooses windows, tiles and colours.
     *
     * @param allotment what a window may take
     * @param shots finds the cuts; asked only if windows could reach across one
     */
    UpscalePlan.Run run(Allotment allotment, Supplier<List<Integer>> shots) {
        GridChoice.Picked picked = grid.within(allotment.window()).orElseThrow();
        int tile = picked.tile();
        WindowRule rule = new WindowRule(card);
        if (picked.window() > 1 && !rule.exact(picked.overlap())) {
            notes.add("Windows of " + picked.window() + " frames, " + picked.overlap() + " shared; frames "
                    + (tile == 0 ? "whole." : "in tiles of " + tile + " pixels."));
        } else if (tile != 0) {
            notes.add("Frames are restored in tiles of " + tile + " pixels.");
        }
        if (picked.window() < video.frames().count() && rule.showsWarmUp(picked.overlap())) {
            notes.add("The first " + card.warmUpFrames()
                    + " frames of a window are made with less than the others, and some of"
                    + " them show: let windows share " + 2 * card.warmUpFrames() + " frames or more.");
        }
        List<Integer> cuts = picked.window() == 1 ? List.of(0) : shots.get();
        String device = settings.network().device().startsWith("gpu") ? "gpu" : "cpu";
        return new UpscalePlan.Run(
                device,
                threads(settings),
                picked.window(),
                picked.overlap(),
                rule.fade(picked.overlap()),
                cuts,
                tile,
                tile == 0 ? 0 : tileOverlap(tile),
                settings.grid().colour().orElse(card.colourMatch()));
    }

    /** Three times the reach, since the outer two thirds of an overlap's width count for one of its sides only. */
    private int tileOverlap(int tile) {
        return Math.min(Math.max(3 * card.spatialReach(), 16), tile / 2);
    }

    /**
     * {@return the plan}
     *
     * @param source what identifies the source
     * @param weights fingerprint of the model's weights
     * @param run windows, tiles and colours
     * @param made what is made
     */
    UpscalePlan plan(UpscalePlan.Source source, String weights, UpscalePlan.Run run, UpscalePlan.Output made) {
        int[] part = part();
        return new UpscalePlan(
                UpscalePlan.VERSION,
                source,
                new UpscalePlan.Model(
                        card.id(),
                        networkScale(),
                        weights,
                        settings.network().dtype(card).computeName(),
                        settings.network().seed(),
                        settings.network().prompt().orElse("")),
                run,
                made,
                part[0],
                part[1],
                chunkFrames(run));
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
        return chunkFrames(run.window() - run.overlap());
    }

    /** {@return frames in a chunk where nothing is asked for} */
    static int chunkFrames(int stride) {
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
        int[] size = {video.width() * scale, video.height() * scale};
        if (settings.output().height().isPresent()) {
            size = sizeOfHeight(format, settings.output().height().getAsInt());
        }
        int width = video.width() * networkScale();
        int height = video.height() * networkScale();
        if (size[0] != width || size[1] != height) {
            notes.add("The network's " + width + "x" + height + " is resampled to " + size[0] + "x" + size[1]
                    + " by a plain bicubic filter.");
        }
        return size;
    }

    private int[] sizeOfHeight(PixelFormat format, int lines) {
        if (lines < 1 || lines > 1 << 16) {
            throw new InvalidRequestException("--height must be in 1.." + (1 << 16) + " lines, got " + lines);
        }
        boolean turned = video.rotation() % 180 != 0;
        double factor = (double) lines / (turned ? video.width() : video.height());
        return new int[] {
            turned ? lines : even(format.chromaShiftX(), video.width() * factor),
            turned ? even(format.chromaShiftY(), video.height() * factor) : lines
        };
    }

    private static int even(int shift, double size) {
        int step = 1 << shift;
        return (int) Math.max(step, Math.round(size / step) * step);
    }
}
