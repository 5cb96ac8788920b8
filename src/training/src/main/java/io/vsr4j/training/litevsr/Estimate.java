package io.vsr4j.training.litevsr;

/** Which clean latent the adapter refines in training. */
public enum Estimate {
    /** The network's own, as in use. */
    UNROLLED,
    /**
     * The true one, which costs nothing; in use there is none, so that the adapter learns to trust what it will not have (the
     * paper's ablation "without AUS").
     */
    TRUE
}
