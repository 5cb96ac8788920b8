package io.vsr4j.training.oasis;

/** {@code oasis-stage1}. Degradations hold for a whole clip. */
public final class OasisStage1 extends OasisRecipe {
    /** For the service loader. */
    public OasisStage1() {
        super("oasis-stage1");
    }
}
