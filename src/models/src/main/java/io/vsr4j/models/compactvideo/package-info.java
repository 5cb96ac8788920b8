/** A small network for video that can be trained on one machine; it needs a folder of weights. */
package io.vsr4j.models.compactvideo;
