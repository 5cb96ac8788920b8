package io.vsr4j.training.run;

import java.util.Map;

/**
 * What came of a step.
 *
 * @param step its number, from 1
 * @param terms each loss by name, the mean over the samples of the step
 * @param rates learning rate by group
 * @param norms of the gradient by group, before clipping
 */
public record StepResult(long step, Map<String, Double> terms, Map<String, Double> rates, Map<String, Double> norms) {}
