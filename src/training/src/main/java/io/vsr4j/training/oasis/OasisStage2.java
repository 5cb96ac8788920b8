package io.vsr4j.training.oasis;

/** {@code oasis-stage2}. Degradations change from frame to frame. */
public final class OasisStage2 extends OasisRecipe {
    /** For the service loader. */
    public OasisStage2() {
        super("oasis-stage2");
    }
}
