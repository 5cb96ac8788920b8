package io.vsr4j.models;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Processor;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Everything about a model that planner, command line, web page and notebooks need. Nobody asks which model it is.
 *
 * @param id what users type: lower-case letters, digits and hyphens
 * @param title what users read
 * @param summary one line: what it is good at and what it costs
 * @param scales the supported factors, rising
 * @param defaultScale one of them
 * @param frames how many frames one window may have
 * @param spatialMultiple width and height of the frames given to it must be multiples of this
 * @param windowFrames default length of a window, accepted by {@code frames}
 * @param windowOverlap default number of frames that two windows share
 * @param warmUpFrames how many frames at the beginning of a window lack a past that they would need, so that the window
 *     before has better ones
 * @param temporalReach how many frames on each side influence a frame; 0 if each is restored by itself
 * @param spatialReach how many source pixels around a source pixel's place see it in the result
 * @param tiling whether tiles may be used
 * @param colourMatch default way of matching colours
 * @param dtypes the types that it computes in, the preferred one first
 * @param prompts whether it can be told in words what is seen, where its weights folder can read them
 * @param parameters learned numbers in the network; 0 for a fixed filter
 * @param offloaded learned numbers on the device at once where blocks get theirs in turn; empty if the model needs all
 * @param embedded whether it runs without a weights folder
 * @param licence of the weights, as an SPDX identifier or in words
 * @param notice the copyright line that goes with the weights, or empty
 * @param paper where it is described
 * @param memory predicts what a window needs
 */
public record ModelCard(
        String id,
        String title,
        String summary,
        List<Integer> scales,
        int defaultScale,
        FrameRule frames,
        int spatialMultiple,
        int windowFrames,
        int windowOverlap,
        int warmUpFrames,
        int temporalReach,
        int spatialReach,
        Tiling tiling,
        ColourMatch colourMatch,
        List<DType> dtypes,
        boolean prompts,
        long parameters,
        OptionalLong offloaded,
        boolean embedded,
        String licence,
        String notice,
        Optional<URI> paper,
        MemoryModel memory) {
    /** Checks that the parts agree. */
    public ModelCard {
        Objects.requireNonNull(memory, "memory");
        scales = List.copyOf(scales);
        dtypes = List.copyOf(dtypes);
        require(id.matches("[a-z0-9]+(-[a-z0-9]+)*"), id, "id must be lower-case words joined by hyphens");
        require(scales.contains(defaultScale), id, "scales " + scales + " lack the default " + defaultScale);
        require(spatialMultiple >= 1, id, "spatialMultiple must be at least 1, got " + spatialMultiple);
        require(frames.accepts(windowFrames), id, "windows of " + windowFrames + " frames break its rule: " + frames);
        require(
                windowOverlap >= 0 && windowOverlap < windowFrames,
                id,
                "overlap must be in [0, " + windowFrames + "), got " + windowOverlap);
        require(
                warmUpFrames >= 0 && 2 * warmUpFrames <= windowOverlap,
                id,
                "the overlap of " + windowOverlap + " must hold " + warmUpFrames + " frames of warming up twice");
        require(temporalReach >= 0 && spatialReach >= 0, id, "reaches must not be below 0");
        require(!dtypes.isEmpty(), id, "dtypes must not be empty");
    }

    private static void require(boolean holds, String id, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("card '" + id + "': " + rule);
        }
    }

    /**
     * Starts a card.
     *
     * @param id what users type
     * @param title what users read
     * @param summary one line
     * @return a builder; what it does not require has the value of a per-frame model without weights
     */
    public static Builder builder(String id, String title, String summary) {
        return new Builder(id, title, summary);
    }

    /**
     * Checks a factor.
     *
     * @param scale what was asked for
     * @throws IllegalArgumentException if the model does not support it
     */
    public void requireScale(int scale) {
        if (!scales.contains(scale)) {
            throw new IllegalArgumentException(
                    "model '" + id + "' scales by " + scales + ", got " + scale + "; pick one of these");
        }
    }

    /**
     * Picks the factor that comes nearest to what is wanted without losing detail.
     *
     * @param wanted factor of the result, at least 1
     * @return the smallest of the model's factors that is not below it, else the largest; the rest is left to a plain
     *     resample
     */
    public int scaleFor(int wanted) {
        return scales.stream().filter(scale -> scale >= wanted).findFirst().orElse(scales.get(scales.size() - 1));
    }

    /**
     * Checks that the model can do with a part of its weights at a time.
     *
     * @throws IllegalArgumentException if it needs all of them
     */
    public void requireOffload() {
        if (offloaded.isEmpty()) {
            throw new IllegalArgumentException(
                    "model '" + id + "' keeps all its weights on the device, and can take no --offload; leave it out");
        }
    }

    /**
     * Checks an element type.
     *
     * @param dtype what was asked for
     * @throws IllegalArgumentException if the model does not compute in it
     */
    public void requireDType(DType dtype) {
        if (!dtypes.contains(dtype)) {
            throw new IllegalArgumentException("model '" + id + "' computes in " + names(dtypes) + ", got "
                    + dtype.computeName() + "; pick one of these with --dtype");
        }
    }

    /**
     * Chooses an element type where none is asked for.
     *
     * @param device {@code cpu}, {@code gpu} or {@code gpu:n}
     * @return the preferred one; f32 on a processor that has nothing to compute in that
     */
    public DType usualDType(String device) {
        DType preferred = dtypes.get(0);
        boolean quick = !device.equals("cpu") || preferred == DType.BF16 && Processor.fastBf16();
        return quick ? preferred : DType.F32;
    }

    /**
     * Checks that it takes prompts.
     *
     * @throws IllegalArgumentException if it takes none
     */
    public void requirePrompts() {
        if (!prompts) {
            throw new IllegalArgumentException("model '" + id + "' takes no prompt; leave out --prompt");
        }
    }

    /**
     * Checks a window: its element type and its shape.
     *
     * @param window {@code float32 [T, 3, h, w]}
     * @throws IllegalArgumentException if the model does not take it; says what it takes
     */
    public void requireWindow(NDArray window) {
        if (window.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException(
                    "model '" + id + "' takes frames of type float32, got " + window.getDataType());
        }
        requireWindow(window.getShape());
    }

    /**
     * Checks the shape of a window.
     *
     * @param window {@code [T, 3, h, w]}
     * @throws IllegalArgumentException if the model does not take it; says what it takes
     */
    public void requireWindow(Shape window) {
        if (window.dimension() != 4 || window.get(1) != 3) {
            throw new IllegalArgumentException("model '" + id + "' takes frames [T, 3, h, w], got " + window);
        }
        long count = window.get(0);
        long height = window.get(2);
        long width = window.get(3);
        if (count > Integer.MAX_VALUE || !frames.accepts((int) count)) {
            throw new IllegalArgumentException("model '" + id + "' takes windows of " + frames + " frames, got " + count
                    + "; repeat the last frame up to " + frames.up((int) Math.min(count, 1 << 20))
                    + ", or choose another --window");
        }
        if (height < 1 || width < 1 || height % spatialMultiple != 0 || width % spatialMultiple != 0) {
            throw new IllegalArgumentException("model '" + id + "' takes frames whose sides are multiples of "
                    + spatialMultiple + ", got " + width + "x" + height + "; pad them on the right and at the bottom");
        }
    }

    private static Set<String> names(List<DType> dtypes) {
        Set<String> names = new LinkedHashSet<>();
        dtypes.forEach(d -> names.add(d.computeName()));
        return names;
    }

    /** Collects the parts of a card: {@code set} is required, {@code opt} has a default. */
    public static final class Builder {
        private final String id;
        private final String title;
        private final String summary;
        private List<Integer> scales;
        private int defaultScale;
        private MemoryModel memory;
        private FrameRule frames = FrameRule.ANY;
        private int spatialMultiple = 1;
        private int windowFrames = 1;
        private int windowOverlap;
        private int warmUpFrames;
        private int temporalReach;
        private int spatialReach;
        private Tiling tiling = Tiling.SUPPORTED;
        private ColourMatch colourMatch = ColourMatch.NONE;
        private List<DType> dtypes = List.of(DType.F32);
        private boolean prompts;
        private long parameters;
        private OptionalLong offloaded = OptionalLong.empty();
        private boolean embedded = true;
        private String licence = "Apache-2.0";
        private String notice = "";
        private Optional<URI> paper = Optional.empty();

        private Builder(String id, String title, String summary) {
            this.id = id;
            this.title = title;
            this.summary = summary;
        }

        /** Sets the default factor, and all factors, rising. */
        public Builder setScales(int defaultScale, Integer... scales) {
            this.defaultScale = defaultScale;
            this.scales = List.of(scales);
            return this;
        }

        /** Sets what predicts memory. */
        public Builder setMemory(MemoryModel memory) {
            this.memory = memory;
            return this;
        }

        /** The numbers of frames it takes, and the multiple that sides must have. */
        public Builder optInput(FrameRule frames, int spatialMultiple) {
            this.frames = frames;
            this.spatialMultiple = spatialMultiple;
            return this;
        }

        /** Default length and overlap of windows, in frames. */
        public Builder optWindow(int frames, int overlap) {
            this.windowFrames = frames;
            this.windowOverlap = overlap;
            return this;
        }

        /** How many frames at the beginning of a later window may not be used. */
        public Builder optWarmUp(int frames) {
            this.warmUpFrames = frames;
            return this;
        }

        /** Learned numbers on the device at once where blocks get theirs in turn. */
        public Builder optOffload(long parameters) {
            this.offloaded = OptionalLong.of(parameters);
            return this;
        }

        /** How far one frame is seen in time, in frames, and one pixel in space, in source pixels. */
        public Builder optReach(int temporal, int spatial) {
            this.temporalReach = temporal;
            this.spatialReach = spatial;
            return this;
        }

        /** Whether tiles may be used. */
        public Builder optTiling(Tiling tiling) {
            this.tiling = tiling;
            return this;
        }

        /** How colours are matched. */
        public Builder optColourMatch(ColourMatch colourMatch) {
            this.colourMatch = colourMatch;
            return this;
        }

        /** The types that it computes in, the preferred one first. */
        public Builder optDTypes(DType... dtypes) {
            this.dtypes = List.of(dtypes);
            return this;
        }

        /** That it takes prompts. */
        public Builder optPrompts() {
            this.prompts = true;
            return this;
        }

        /** Size, place and terms of the weights. */
        public Builder optWeights(long parameters, boolean embedded, String licence, String notice) {
            this.parameters = parameters;
            this.embedded = embedded;
            this.licence = licence;
            this.notice = notice;
            return this;
        }

        /** Where it is described. */
        public Builder optPaper(URI paper) {
            this.paper = Optional.of(paper);
            return this;
        }

        /** {@return the card} */
        public ModelCard build() {
            return new ModelCard(
                    id,
                    title,
                    summary,
                    scales,
                    defaultScale,
                    frames,
                    spatialMultiple,
                    windowFrames,
                    windowOverlap,
                    warmUpFrames,
                    temporalReach,
                    spatialReach,
                    tiling,
                    colourMatch,
                    dtypes,
                    prompts,
                    parameters,
                    offloaded,
                    embedded,
                    licence,
                    notice,
                    paper,
                    memory);
        }
    }
}
