/** The training of OASIS: one step in latent space, judged there and in pixels, on degradations that get harder. */
package io.vsr4j.training.oasis;
