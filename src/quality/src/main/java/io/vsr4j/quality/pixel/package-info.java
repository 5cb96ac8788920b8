/**
 * Rows of pixels as metrics see them.
 *
 * <p>In every row the even columns come first, then the odd ones. So chroma is doubled, and rows are filtered, by loops
 * without strides, which the virtual machine turns into vector instructions.
 */
package io.vsr4j.quality.pixel;
