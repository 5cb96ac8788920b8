/**
 * MANIQA, quality of a picture without a reference, from crops. Source: Yang et al., "MANIQA: Multi-dimension Attention
 * Network for No-Reference Image Quality Assessment", 2022; numbers agree with IQA-PyTorch and the authors' program.
 */
package io.vsr4j.quality.maniqa;
