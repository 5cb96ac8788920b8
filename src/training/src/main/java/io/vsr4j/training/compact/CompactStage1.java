package io.vsr4j.training.compact;

/** The first stage: the network learns to come near what is wanted. */
public final class CompactStage1 extends CompactRecipe {
    /** For the service loader. */
    public CompactStage1() {
        super("compact-stage1", false);
    }
}
