/** The loop that runs a task: samples ahead of time, steps, checkpoints, the log. */
package io.vsr4j.training.run;
