/**
 * From noise, or from a low-quality latent, to a clean one: noise schedules, the solvers that walk along them, and noise
 * that does not depend on how a video is cut.
 *
 * <p>Two families. Flow matching ({@link io.vsr4j.models.sampler.FlowSchedule}, {@link io.vsr4j.models.sampler.UniPc},
 * {@link io.vsr4j.models.sampler.FlowEuler}) for networks that predict a velocity over sigma in 0..1; variance-preserving
 * diffusion ({@link io.vsr4j.models.sampler.NoiseSchedule}, {@link io.vsr4j.models.sampler.Ddim}) for networks that
 * predict epsilon or v at one of 1000 timesteps.
 */
package io.vsr4j.models.sampler;
