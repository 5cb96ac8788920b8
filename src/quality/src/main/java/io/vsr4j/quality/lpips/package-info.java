/** LPIPS: how far apart two pictures are, by the features of a classifier. */
package io.vsr4j.quality.lpips;
