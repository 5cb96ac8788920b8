/** Gradients, and what is done with them: clipping, Adam, learning rates, averages of parameters. */
package io.vsr4j.training.optim;
