/** Swin transformers, whose tokens attend to those of the same window. Source: Liu et al., "Swin Transformer", 2021. */
package io.vsr4j.quality.swin;
