/**
 * The networks of Stable Diffusion 2.1 (Rombach et al., "High-Resolution Image Synthesis with Latent Diffusion Models",
 * CVPR 2022), which several systems are built on: the UNet, the autoencoder, and the blocks that both are made of.
 */
package io.vsr4j.models.stablediffusion;
