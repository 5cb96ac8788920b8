/**
 * Models: what there is ({@link io.vsr4j.models.ModelRegistry}), what each says of itself
 * ({@link io.vsr4j.models.ModelCard}), and how frames go through one ({@link io.vsr4j.models.VsrModel}).
 *
 * <p>To add a model: a package with its network and a {@link io.vsr4j.models.ModelProvider}, one line in the registry,
 * and a test that extends the contract. If it needs more, a seam is in the wrong place.
 */
package io.vsr4j.models;
