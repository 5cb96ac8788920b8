/** The small network of Anime4K, whose weights come with the library. */
package io.vsr4j.models.anime4k;
