package io.vsr4j.functions;

/** A part that a process plays. */
public enum Role {
    /** Begins jobs of videos that come in, and sweeps. */
    SPLIT,
    /** Restores chunks. */
    UPSCALE,
    /** Makes results of chunks. */
    MERGE
}
