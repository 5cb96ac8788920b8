package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avfilter.AV_BUFFERSRC_FLAG_KEEP_REF;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_format;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_add_frame_flags;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_create_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_link;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.Pointer;

/**
 * FFmpeg's bwdif, one frame out for each frame in. It looks at the frame before and the frame after, so one filter
 * serves one run of neighbouring frames; for another run {@link #reset} it.
 */
final class Deinterlacer implements AutoCloseable {
    /** Smallest width and height that the filter takes. */
    static final int SMALLEST = 3;

    private final String file;
    private final String arguments;
    private final int format;
    private final AVFrame out = av_frame_alloc();
    private AVFilterGraph graph;
    private AVFilterContext source;
    private AVFilterContext sink;

    /**
     * @param file what messages call the file
     * @param width width of the frames
     * @param height height of the frames
     * @param format FFmpeg's number of their pixel format
     */
    Deinterlacer(String file, int width, int height, int format) {
        this.file = file;
        this.format = format;
        arguments = "video_size=" + width + "x" + height + ":pix_fmt=" + format + ":time_base=1/1";
        reset();
    }

    /** Forgets all frames. */
    void reset() {
        free();
        graph = avfilter_graph_alloc();
        graph.nb_threads(1);
        source = filter("buffer", arguments);
        // Parity comes with each frame; frames that are not interlaced pass unchanged.
        AVFilterContext bwdif = filter("bwdif", "mode=send_frame:parity=auto:deint=interlaced");
        sink = filter("buffersink", null);
        Ffmpeg.check(avfilter_link(source, 0, bwdif, 0), file + ": deinterlacing");
        Ffmpeg.check(avfilter_link(bwdif, 0, sink, 0), file + ": deinterlacing");
        Ffmpeg.check(avfilter_graph_config(graph, (Pointer) null), file + ": deinterlacing");
        if (av_buffersink_get_format(sink) != format) {
            throw new IllegalStateException("bwdif changes the pixel format of " + file);
        }
    }

    /**
     * Takes the next frame.
     *
     * @param frame the frame, or null after the last one
     * @param number its place, which becomes the time of what comes out
     */
    void put(AVFrame frame, int number) {
        if (frame != null) {
            frame.pts(number);
        }
        Ffmpeg.check(av_buffersrc_add_frame_flags(source, frame, AV_BUFFERSRC_FLAG_KEEP_REF), file + ": deinterlacing");
    }

    /** {@return the next finished frame, valid until the next call, or null if more must be put in first} */
    AVFrame take() {
        av_frame_unref(out);
        return av_buffersink_get_frame(sink, out) < 0 ? null : out;
    }

    private AVFilterContext filter(String name, String options) {
        AVFilterContext filter = new AVFilterContext((Pointer) null);
        int made = avfilter_graph_create_filter(filter, avfilter_get_by_name(name), name, options, null, graph);
        Ffmpeg.check(made, file + ": deinterlacing needs FFmpeg's filter '" + name + "'");
        return filter;
    }

    private void free() {
        if (graph != null) {
            avfilter_graph_free(graph);
            graph = null;
        }
    }

    @Override
    public void close() {
        av_frame_free(out);
        free();
    }
}
