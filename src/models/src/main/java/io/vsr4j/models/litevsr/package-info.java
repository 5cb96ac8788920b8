/**
 * LiteVSR ("LiteVSR: Lightweight Adaptation of Frozen Diffusion Transformers for Video Super-Resolution"): Wan 2.2 TI2V as
 * it is, guided by a small adapter that sees the low-quality video and the current estimate of the clean one.
 */
package io.vsr4j.models.litevsr;
