/** Training of the compact network for video. */
package io.vsr4j.training.compact;
