package io.vsr4j.quality;

import io.vsr4j.models.WeightsPart;
import java.util.List;

/**
 * What a metric is; it stands beside every number, since the same name means different things in different papers.
 *
 * @param id what users type: lower-case letters, digits and hyphens
 * @param title what users read
 * @param better which numbers are good
 * @param reference whether it compares with a reference; the others look at the output alone
 * @param definition the formula in words, with its pooling over frames
 * @param input colour space and value range that it computes on
 * @param crop what it leaves out of a frame, or {@code none}
 * @param source who defined it, and what its numbers agree with
 * @param weights files that it needs from the user: {@code name} is what {@link MetricWeights} looks for; empty if it runs
 *     as it is
 * @param licence terms of those files, or of the numbers that come with it; empty if there are none
 */
public record MetricCard(
        String id,
        String title,
        Better better,
        boolean reference,
        String definition,
        String input,
        String crop,
        String source,
        List<WeightsPart> weights,
        String licence) {
    /** Which numbers are good. */
    public enum Better {
        /** The larger the better. */
        HIGHER,
        /** The smaller the better. */
        LOWER,
        /** Neither; it describes. */
        NEITHER
    }
}
