/**
 * MUSIQ, quality of a picture of any size without a reference. Source: Ke et al., "MUSIQ: Multi-scale Image Quality
 * Transformer", 2021; numbers agree with IQA-PyTorch's conversion of the authors' networks.
 */
package io.vsr4j.quality.musiq;
