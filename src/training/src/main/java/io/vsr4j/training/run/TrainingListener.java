package io.vsr4j.training.run;

import java.nio.file.Path;
import java.util.Map;

/** Is told how a training goes, by the thread that runs it. */
public interface TrainingListener {
    /** Listens to nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * Training begins.
     *
     * @param first step that will be made, 0 unless it is resumed
     * @param steps in all
     */
    default void begins(long first, long steps) {}

    /**
     * A step is over.
     *
     * @param result what came of it
     * @param waited share of the time so far that was spent waiting for samples
     */
    default void stepped(StepResult result, double waited) {}

    /**
     * What has been learned was measured on sources that are not learned from.
     *
     * @param step after which
     * @param figures by name
     */
    default void validated(long step, Map<String, Double> figures) {}

    /**
     * Something that a user should know, such as that a resumed training runs on another device.
     *
     * @param sentence what
     */
    default void note(String sentence) {}

    /**
     * A checkpoint has been written.
     *
     * @param folder where
     */
    default void saved(Path folder) {}
}
