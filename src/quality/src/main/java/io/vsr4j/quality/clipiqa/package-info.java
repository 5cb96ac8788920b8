/** CLIP-IQA: how good a frame looks without a reference, by what CLIP thinks of opposite descriptions of it. */
package io.vsr4j.quality.clipiqa;
