/**
 * UltraVSR: one-step video super-resolution with Stable Diffusion, whose frames learn of each other by Recurrent Temporal
 * Shift. Source: Liu et al., "UltraVSR: Achieving Ultra-Realistic Video Super-Resolution with Efficient One-Step Diffusion
 * Space", 2025.
 */
package io.vsr4j.models.ultravsr;
