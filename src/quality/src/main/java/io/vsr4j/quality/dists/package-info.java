/** DISTS: structure and texture of two pictures, compared by the features of a classifier. */
package io.vsr4j.quality.dists;
