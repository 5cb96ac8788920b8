/** Fixed filters: what a model must beat, and what needs no network. */
package io.vsr4j.models.resample;
