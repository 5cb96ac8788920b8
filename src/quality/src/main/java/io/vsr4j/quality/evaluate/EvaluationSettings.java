package io.vsr4j.quality.evaluate;

import io.vsr4j.quality.Metric;
import io.vsr4j.quality.MetricWeights;
import io.vsr4j.upscale.UpscaleSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * What is evaluated.
 *
 * @param sets the data
 * @param models how each model is run; the factor is the protocol's
 * @param wishes where a user departs from the sets' own protocols
 * @param metrics what is measured, in the order of columns
 * @param weights files of metrics
 * @param seed of metrics that draw places at random
 * @param out folder of the tables and of finished results; made if it is not there
 * @param fresh whether results of earlier runs are forgotten
 */
public record EvaluationSettings(
        List<DataSet> sets,
        List<UpscaleSettings> models,
        Protocol.Wishes wishes,
        List<Metric> metrics,
        MetricWeights weights,
        long seed,
        Path out,
        boolean fresh) {}
