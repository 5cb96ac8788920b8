/** Clips to learn from. */
package io.vsr4j.training.data;
