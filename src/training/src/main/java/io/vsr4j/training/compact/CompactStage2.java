package io.vsr4j.training.compact;

/** The second stage: a critic judges as well. */
public final class CompactStage2 extends CompactRecipe {
    /** For the service loader. */
    public CompactStage2() {
        super("compact-stage2", true);
    }
}
