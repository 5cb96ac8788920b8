package io.vsr4j.media;

/** A copied stream that the container does not take after all: the join is made again without it. */
final class RefusedStream extends RuntimeException {
    private final int stream;

    /**
     * @param stream its index in the source
     * @param why for the note
     */
    RefusedStream(int stream, String why) {
        super(why);
        this.stream = stream;
    }

    int stream() {
        return stream;
    }
}
