package io.vsr4j.models;

/** Whether a frame may be cut into overlapping tiles that go through the model one by one. */
public enum Tiling {
    /** Tiles with enough overlap give what the whole frame gives. */
    SUPPORTED,
    /** It works, but the model loses sight of the whole: only where the frame does not fit into memory. */
    DISCOURAGED,
    /** The model tiles by itself; give it whole frames. */
    INTERNAL
}
