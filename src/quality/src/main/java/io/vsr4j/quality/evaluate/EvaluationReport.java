package io.vsr4j.quality.evaluate;

import io.vsr4j.quality.MetricCard;
import java.util.List;

/**
 * What came of an evaluation.
 *
 * @param tables one for each set
 * @param cards of all metrics, in the order of columns
 * @param conditions under which times and memory were measured, a sentence each
 * @param notes what a reader must know, a sentence each: metrics that were left out and why
 * @param failures of all sets, and of models that cannot be used on any
 * @param computed runs of this evaluation
 * @param reused runs that were done before
 */
public record EvaluationReport(
        List<SetTable> tables,
        List<MetricCard> cards,
        List<String> conditions,
        List<String> notes,
        List<RunFailure> failures,
        int computed,
        int reused) {}
