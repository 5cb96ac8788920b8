/** CLIP: both transformers, the ResNet tower, and scores of pictures from prompts. */
package io.vsr4j.models.clip;
