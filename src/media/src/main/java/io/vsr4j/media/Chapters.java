package io.vsr4j.media;

import static org.bytedeco.ffmpeg.global.avutil.av_malloc;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVChapter;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Chapters of the source, moved and cut with the video. */
final class Chapters {
    private Chapters() {}

    /**
     * Copies chapters that overlap the plan's part.
     *
     * @param shift what to add to times of the source, in the plan's unit
     * @return number of chapters copied
     */
    static int copy(AVFormatContext from, AVFormatContext to, JoinPlan plan, long shift) {
        AVRational unit = Ffmpeg.rational(plan.frames().timeBase());
        List<AVChapter> kept = new ArrayList<>();
        for (int i = 0; i < from.nb_chapters(); i++) {
            AVChapter chapter = from.chapters(i);
            AVRational own = chapter.time_base();
            long start = chapter.start();
            long end = chapter.end();
            if (!plan.whole()) {
                start = Math.max(start, av_rescale_q(plan.origin(), unit, own));
                end = Math.min(end, av_rescale_q(plan.endPts(), unit, own));
                if (start >= end) {
                    continue;
                }
            }
            long by = av_rescale_q(shift, unit, own);
            // FFmpeg frees chapters itself, so they must be of its memory.
            AVChapter copy = new AVChapter(av_mallocz(Loader.sizeof(AVChapter.class)));
            copy.id(chapter.id()).time_base(own).start(start + by).end(end + by);
            copy.metadata(Tags.write(Tags.read(chapter.metadata())));
            kept.add(copy);
        }
        if (!kept.isEmpty()) {
            PointerPointer<AVChapter> all =
                    new PointerPointer<>(av_malloc((long) kept.size() * Loader.sizeof(Pointer.class)));
            for (int i = 0; i < kept.size(); i++) {
                all.put(i, kept.get(i));
            }
            to.chapters(all).nb_chapters(kept.size());
        }
        return kept.size();
    }
}
