/** Losses: scalars with gradients. */
package io.vsr4j.training.loss;
