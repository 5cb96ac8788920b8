package io.vsr4j.models.oasis;

/**
 * How far a head's local attention is from its global attention, for one query. S is the share of the global attention
 * that lies on the local keys.
 */
public enum RoutingScore {
    /**
     * {@code KL(local || global) = -ln S}: the local map is the global one on the local keys, divided by S.
     *
     * <p>The paper prints {@code KL(global || local)}, which is infinite for any head that looks elsewhere at all.
     */
    OUTSIDE_MASS,
    /** {@code KL(global || (1 - e) local + e / L)} with e = 1e-6: as printed, with a local map that is nowhere 0. */
    SMOOTHED_FORWARD
}
