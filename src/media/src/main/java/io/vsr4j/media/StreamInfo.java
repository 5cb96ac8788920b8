package io.vsr4j.media;

import java.util.Map;

/**
 * One stream of a file.
 *
 * @param index position in the file
 * @param type "video", "audio", "subtitle", "attachment", "data", or "cover" for an attached picture
 * @param codec FFmpeg's name of the codec, "unknown" if it has none
 * @param metadata tags of the stream, "language" among them
 * @param summary for people: "stereo, 48000 Hz" and the like
 */
public record StreamInfo(int index, String type, String codec, Map<String, String> metadata, String summary) {}
