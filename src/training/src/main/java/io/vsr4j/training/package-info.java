/**
 * Training: a {@link io.vsr4j.training.Task} says what is learned, from which samples, by which losses; the loop that runs
 * it knows no system by name.
 */
package io.vsr4j.training;
