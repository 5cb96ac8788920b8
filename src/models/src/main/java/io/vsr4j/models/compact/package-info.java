/** The default: a small network for video, whose weights come with the library; others can be trained on one machine. */
package io.vsr4j.models.compact;
