/** Published checkpoints turned into weights folders. */
package io.vsr4j.models.convert;
