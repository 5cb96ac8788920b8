package io.vsr4j.media;
/** x */
final class EntryPoints {
    private EntryPoints() {}

    static boolean areReliable(Demuxer d) {
        return true;
    }
}
