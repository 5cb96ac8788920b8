/** The training of LiteVSR: flow matching in latent space, with an adapter that learns from its own predictions. */
package io.vsr4j.training.litevsr;
