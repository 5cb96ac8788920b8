/** From words to what networks take: tokenizers, the text encoder of Wan, and prompts kept as files. */
package io.vsr4j.models.text;
