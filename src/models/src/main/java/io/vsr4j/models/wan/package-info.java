/** Wan 2.1 and 2.2, the video diffusion models that other systems build on. */
package io.vsr4j.models.wan;
