/** Optical flow, from whatever source. */
package io.vsr4j.quality.flow;
