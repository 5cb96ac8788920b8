/**
 * What DJL lacks: one start of the engine, PyTorch operations that it does not expose, checkpoint files, and memory
 * scopes.
 *
 * <p>Three rules hold everywhere. The garbage collector frees no native memory, so every array lives in a manager that
 * somebody closes. The result of an operation belongs to the manager of its <em>first</em> array, so activations come
 * first and weights after them. Gradients are a property of the calling thread ({@link io.vsr4j.tensor.Autograd}).
 */
package io.vsr4j.tensor;
