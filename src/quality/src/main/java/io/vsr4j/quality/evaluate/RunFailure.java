package io.vsr4j.quality.evaluate;

/**
 * A run that came to nothing; it is tried again next time.
 *
 * @param model id of the model; empty if the clip cannot be used by any
 * @param set name of the set; empty if the model cannot be used on any
 * @param clip name of the clip; empty like the set
 * @param cause what was thrown
 */
public record RunFailure(String model, String set, String clip, Throwable cause) {
    /** {@return what failed, in short} */
    public String what() {
        String place = set.isEmpty() ? "" : set + "/" + clip;
        return model.isEmpty() ? place : place.isEmpty() ? model : model + " on " + place;
    }
}
