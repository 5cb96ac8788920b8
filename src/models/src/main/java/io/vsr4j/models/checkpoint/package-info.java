/** The names that published checkpoints use, turned into those that the networks here ask for. */
package io.vsr4j.models.checkpoint;
