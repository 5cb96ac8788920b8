package io.vsr4j.upscale;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.vsr4j.media.EncodeSettings;
import io.vsr4j.media.PixelFormat;
import io.vsr4j.models.ColourMatch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Everything that decides the bits of the result, chosen once. Whoever computes a chunk obeys it or refuses; two equal
 * plans give the same frames to the encoder, and two plans that differ in {@code chunkFrames} alone do too.
 *
 * @param version meaning of this record, {@link #VERSION}
 * @param source what is restored
 * @param model what restores a window
 * @param run how windows are cut and computed
 * @param output what is made of the frames
 * @param first index of the first frame that is wanted
 * @param end index after the last frame that is wanted
 * @param chunkFrames frames that are encoded and kept together
 */
public record UpscalePlan(
        int version, Source source, Model model, Run run, Output output, int first, int end, int chunkFrames) {
    /** The version that this code writes and obeys. */
    public static final int VERSION = 3;

    private static final Gson JSON = new GsonBuilder().setPrettyPrinting().create();

    /**
     * What is restored.
     *
     * @param bytes size of the file, or of all pictures together
     * @param sha256 hash of the file, or of all pictures in order
     * @param width width of a frame
     * @param height height of a frame
     * @param frames number of frames
     * @param frameRate frames a second, of pictures as asked for
     */
    public record Source(long bytes, String sha256, int width, int height, int frames, String frameRate) {}

    /**
     * What restores a window.
     *
     * @param id id of the model
     * @param scale factor of the network
     * @param weights SHA-256 of the weights, "none" where there are none
     * @param dtype precision of the network
     * @param seed seed of the noise
     * @param prompt words that describe the video; empty if there are none but those that {@code weights} covers
     */
    public record Model(String id, int scale, String weights, String dtype, long seed, String prompt) {}

    /**
     * How windows are cut and computed.
     *
     * @param device kind of the device, "cpu" or "gpu"
     * @param threads threads within an operation
     * @param window frames in a window
     * @param overlap frames that neighbouring windows share
     * @param fade frames in the middle of those over which windows are cross-faded; 0 for a switch
     * @param shots first frame of each shot
     * @param tile side of a tile in source pixels, 0 for none
     * @param tileOverlap source pixels that neighbouring tiles share
     * @param colour how colours are matched
     */
    public record Run(
            String device,
            int threads,
            int window,
            int overlap,
            int fade,
            List<Integer> shots,
            int tile,
            int tileOverlap,
            ColourMatch colour) {}

    /**
     * What is made of the frames.
     *
     * @param container extension of the file, or of each picture
     * @param width width of a frame
     * @param height height of a frame
     * @param format sample layout
     * @param encode the encoder's settings; ignored for pictures
     */
    public record Output(String container, int width, int height, PixelFormat format, EncodeSettings encode) {}

    /** {@return the windows of the whole video} */
    public WindowGrid windows() {
        return new WindowGrid(source.frames(), run.shots(), run.window(), run.overlap(), run.fade());
    }

    /** {@return the chunks, in order} */
    public List<Chunk> chunks() {
        return Chunk.cover(first, end, chunkFrames);
    }

    /** {@return the plan as JSON} */
    public String toJson() {
        return JSON.toJson(this);
    }

    /**
     * Reads a plan.
     *
     * @param json what {@link #toJson} gave
     * @return the plan
     * @throws IllegalArgumentException if it is no plan of this version
     */
    public static UpscalePlan fromJson(String json) {
        try {
            JsonObject tree = JSON.fromJson(json, JsonObject.class);
            if (tree == null || !tree.has("version") || tree.get("version").getAsInt() != VERSION) {
                throw new IllegalArgumentException("not a plan of version " + VERSION);
            }
            return JSON.fromJson(tree, UpscalePlan.class);
        } catch (RuntimeException e) { // by its content, Gson throws all kinds
            throw new IllegalArgumentException("not a plan: " + e.getMessage(), e);
        }
    }

    /** {@return in what this plan differs from another one, one clause for each value, empty if they are equal} */
    public List<String> differencesTo(UpscalePlan other) {
        List<String> differences = new ArrayList<>();
        compare(
                "",
                JSON.toJsonTree(this).getAsJsonObject(),
                JSON.toJsonTree(other).getAsJsonObject(),
                differences);
        return differences;
    }

    private static void compare(String path, JsonObject mine, JsonObject theirs, List<String> differences) {
        Set<String> keys = new LinkedHashSet<>(mine.keySet());
        keys.addAll(theirs.keySet());
        for (String key : keys) {
            String name = path + key;
            JsonElement was = mine.get(key);
            JsonElement is = theirs.get(key);
            if (was instanceof JsonObject before && is instanceof JsonObject now) {
                compare(name + " ", before, now, differences);
            } else if (!Objects.equals(was, is)) {
                differences.add(name + " is " + is + ", was " + was);
            }
        }
    }
}
