package io.vsr4j.functions;

import io.vsr4j.media.FrameSink;
import io.vsr4j.media.Picture;
import java.io.IOException;

/** Counts frames that come from damaged ones. */
final class CountingSink implements FrameSink {
    private final FrameSink sink;
    private int damaged;

    CountingSink(FrameSink sink) {
        this.sink = sink;
    }

    int damaged() {
        return damaged;
    }

    @Override
    public void write(Picture picture) throws IOException {
        sink.write(picture);
        damaged += picture.damaged() ? 1 : 0;
    }

    @Override
    public void finish() throws IOException {
        sink.finish();
    }

    @Override
    public void close() {
        sink.close();
    }
}
