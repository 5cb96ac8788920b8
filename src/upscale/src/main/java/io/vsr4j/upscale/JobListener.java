package io.vsr4j.upscale;

/**
 * Follows one job. {@link #stage} is called once as each stage begins, in the order of {@link Stage}, though stages may be
 * left out; {@link #advanced} any number of times during {@link Stage#RESTORE}, with growing counts; {@link #note} whenever
 * there is something that a user should know. Calls may come from different threads, one at a time. A listener must return
 * quickly.
 */
public interface JobListener {
    /** What a job is doing. */
    enum Stage {
        /** Reading every packet of the source. */
        PROBE,
        /** Looking for cuts, choosing windows, tiles and chunks. */
        PLAN,
        /** Decoding, restoring and encoding frames. */
        RESTORE,
        /** Putting the chunks and the source's other streams into one file, and comparing it with the plan. */
        JOIN,
        /** The result is in its place. */
        DONE
    }

    /** A listener that listens to nothing. */
    JobListener NONE = new JobListener() {};

    /** @param stage what begins now */
    default void stage(Stage stage) {}

    /**
     * Some frames are done.
     *
     * @param done frames encoded so far, those of earlier runs included
     * @param reused frames of earlier runs among them
     * @param total frames of the whole job
     */
    default void advanced(int done, int reused, int total) {}

    /** @param note one sentence for the user */
    default void note(String note) {}
}
