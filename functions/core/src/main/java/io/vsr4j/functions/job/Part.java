package io.vsr4j.functions.job;

import io.vsr4j.media.VideoPart;

/**
 * A file that was cut out of the source for one chunk, and proved to show the same frames.
 *
 * @param video which frames it holds
 * @param sha256 hash of the object; its name holds it, so that the object can be no other
 */
public record Part(VideoPart video, String sha256) {}
