package io.vsr4j.media;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is in a file.
 *
 * @param file where it is
 * @param container FFmpeg's name of the demuxer that read it
 * @param bytes size of the file
 * @param seconds duration by the container
 * @param video the track that is restored
 * @param streams every stream, that one included, by index
 * @param chapters number of chapters
 * @param metadata tags of the file
 * @param notes what a user should know: deinterlaced, alpha not kept, timestamps repaired, ...
 */
public record MediaInfo(
        Path file,
        String container,
        long bytes,
        double seconds,
        VideoInfo video,
        List<StreamInfo> streams,
        int chapters,
        Map<String, String> metadata,
        List<String> notes) {}
