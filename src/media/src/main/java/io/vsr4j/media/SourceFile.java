package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import java.nio.file.Path;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/** A file opened to read its packets. */
final class SourceFile implements AutoCloseable {
    private final AVFormatContext context = new AVFormatContext(null);

    SourceFile(Path file) {
        Ffmpeg.load();
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "protocol_whitelist", "file", 0);
        int opened = avformat_open_input(context, "file:" + file, null, options);
        av_dict_free(options);
        Ffmpeg.check(opened, "cannot read " + file);
        int found = avformat_find_stream_info(context, (AVDictionary) null);
        if (found < 0) {
            close();
            Ffmpeg.check(found, "cannot read " + file);
        }
    }

    AVFormatContext context() {
        return context;
    }

    @Override
    public void close() {
        avformat_close_input(context);
    }
}
