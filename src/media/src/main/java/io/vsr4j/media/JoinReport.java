package io.vsr4j.media;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of a join.
 *
 * @param file the published file
 * @param frames number of its frames
 * @param bytes its size
 * @param shift what was added to every time of the plan, in its time base; 0 unless the container cannot hold them
 * @param notes what could not be kept or had to be changed, one sentence each
 */
public record JoinReport(Path file, int frames, long bytes, long shift, List<String> notes) {}
