package io.vsr4j.upscale;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Where the time goes: seconds that the thread of the network spends in each stage. */
public final class StageTimes {
    /** What the thread of the network does. */
    public enum Stage {
        /** Waits for the decoder. */
        WAIT_FOR_DECODER,
        /** Turns code values into R'G'B' and back. */
        CONVERT,
        /** Runs the network. */
        NETWORK,
        /** Waits for the encoder. */
        WAIT_FOR_ENCODER
    }

    private final Map<Stage, AtomicLong> nanos = new EnumMap<>(Stage.class);

    /** Nothing yet. */
    public StageTimes() {
        for (Stage stage : Stage.values()) {
            nanos.put(stage, new AtomicLong());
        }
    }

    /** Adds the time since {@code start}, a {@link System#nanoTime}. */
    void add(Stage stage, long start) {
        nanos.get(stage).addAndGet(System.nanoTime() - start);
    }

    /** {@return seconds spent in a stage so far} */
    public double seconds(Stage stage) {
        return nanos.get(stage).get() / 1e9;
    }
}
