package io.vsr4j.functions;

/**
 * How far a chunk is.
 *
 * @param index position among the chunks
 * @param first index of its first frame in the video
 * @param frames number of its frames
 * @param state what is being done with it
 * @param done its frames that are restored
 */
public record ChunkStatus(int index, int first, int frames, State state, int done) {
    /** What is being done with a chunk. */
    public enum State {
        /** Nobody has told of it yet. */
        WAITING,
        /** A worker has it, or had it when it was last heard of. */
        RUNNING,
        /** It is there. */
        DONE
    }
}
