package io.vsr4j.models.compact;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import java.util.Collections;
import java.util.List;

/**
 * The sizes of the network.
 *
 * @param scale 2 or 4
 * @param width channels between the blocks
 * @param body its blocks in order, {@code space} or {@code time}
 */
public record CompactConfig(int scale, int width, List<String> body) {
    /** How many blocks of a kind there may be: what the card says of reaches holds for all folders. */
    static final int MOST_SPACE = 3;

    static final int MOST_TIME = 3;

    private static final int MOST_WIDTH = 1024;
    private static final String SPACE = "space";
    private static final String TIME = "time";

    /** Copies the list. */
    public CompactConfig {
        body = List.copyOf(body);
    }

    /** {@return the usual sizes: 161 thousand parameters at x4} */
    public static CompactConfig usual(int scale) {
        return new CompactConfig(scale, 48, List.of(TIME, SPACE, TIME, SPACE, TIME, SPACE));
    }

    /** {@return sizes for tests} */
    public static CompactConfig tiny() {
        return new CompactConfig(4, 6, List.of(SPACE, TIME, SPACE));
    }

    /**
     * Reads a configuration. What it leaves out is as usual.
     *
     * @param c {@code scale}, {@code width} and {@code body}
     * @return the sizes
     * @throws CheckpointException if there can be no such network
     */
    public static CompactConfig of(Config c) {
        CompactConfig usual = usual(c.number("scale", 4));
        List<String> body = c.has("body") ? c.texts("body") : usual.body;
        return checked(c.name(), usual.scale, c.positive("width", usual.width), body);
    }

    /**
     * Checks sizes.
     *
     * @param name of where they come from, for errors
     * @param scale 2 or 4
     * @param width channels
     * @param body kinds of blocks
     * @return the sizes
     * @throws CheckpointException if there can be no such network
     */
    public static CompactConfig checked(String name, int scale, int width, List<String> body) {
        CompactConfig config = new CompactConfig(scale, width, body);
        require(scale == 2 || scale == 4, name, "a scale of 2 or 4, got " + scale);
        require(width >= 1 && width <= MOST_WIDTH, name, "a width from 1 to " + MOST_WIDTH + ", got " + width);
        require(
                config.count(SPACE) + config.count(TIME) == body.size()
                        && config.count(SPACE) <= MOST_SPACE
                        && config.count(TIME) <= MOST_TIME,
                name,
                "a body of at most " + MOST_SPACE + " times '" + SPACE + "' and " + MOST_TIME + " times '" + TIME
                        + "', got " + body);
        return config;
    }

    private static void require(boolean holds, String name, String rule) {
        if (!holds) {
            throw new CheckpointException(name + ": the compact network has " + rule);
        }
    }

    private int count(String kind) {
        return Collections.frequency(body, kind);
    }

    /** {@return whether a block is one along time} */
    boolean temporal(int block) {
        return body.get(block).equals(TIME);
    }

    /** {@return how many source pixels around a pixel are seen} */
    static int spatialReach() {
        return 2 + 2 * MOST_SPACE;
    }

    /** {@return how many frames on each side are seen} */
    static int temporalReach() {
        return MOST_TIME * CompactNetwork.TIME_REACH;
    }

    /** {@return the entries that {@link #of} reads} */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("scale", scale);
        json.addProperty("width", width);
        JsonArray blocks = new JsonArray();
        body.forEach(blocks::add);
        json.add("body", blocks);
        return json;
    }
}
