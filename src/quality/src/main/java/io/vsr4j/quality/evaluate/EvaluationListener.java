package io.vsr4j.quality.evaluate;

/**
 * Follows an evaluation: {@link #planned} comes first and once; then for each run that is not done {@link #began}, any number
 * of {@link #advanced}, and {@link #finished} or {@link #failed}. Calls may come from different threads, one at a time. A
 * listener must return quickly.
 */
public interface EvaluationListener {
    /** A listener that listens to nothing. */
    EvaluationListener NONE = new EvaluationListener() {};

    /** @param runs how many results there will be: one for each model and clip */
    default void planned(int runs) {}

    /**
     * Something is known of a run that takes no more time.
     *
     * @param runs how many are done, those of earlier evaluations and those that failed included
     */
    default void done(int runs) {}

    /**
     * A run begins.
     *
     * @param model id of the model
     * @param set name of the set
     * @param clip name of the clip
     */
    default void began(String model, String set, String clip) {}

    /** @param share of the current run that is done, 0 to 1 */
    default void advanced(double share) {}

    /** @param result of the current run */
    default void finished(ClipResult result) {}

    /** @param failure of a run, or of all runs of a model or a clip */
    default void failed(RunFailure failure) {}

    /** @param note one sentence for the user */
    default void note(String note) {}
}
