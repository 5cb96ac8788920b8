/**
 * AdcSR (Chen et al., "Adversarial Diffusion Compression for Real-World Image Super-Resolution", CVPR 2025), the pruned
 * network for single pictures that AdcVSR adds time to.
 */
package io.vsr4j.models.adcvsr;
