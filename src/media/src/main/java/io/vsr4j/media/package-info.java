/**
 * FFmpeg without tensors: probe a file, read its frames exactly, write frames, join chunks without re-encoding, copy the
 * other streams.
 *
 * <p>Everything read here is hostile until proved otherwise: demuxers and protocols are allow-listed, sizes are checked
 * before anything is allocated, and a file that cannot be used is one {@link io.vsr4j.media.MediaException} that names
 * the file, the value and the rule.
 */
package io.vsr4j.media;
