/** The small convolutional network that comes with the library, and needs no weights folder. */
package io.vsr4j.models.compact;
