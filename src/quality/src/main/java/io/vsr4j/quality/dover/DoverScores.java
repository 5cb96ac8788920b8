package io.vsr4j.quality.dover;

/**
 * What is reported of a video, each from 0 to 1, higher is better.
 *
 * @param technical how clean it is
 * @param aesthetic how pleasant it is
 * @param overall both, as people weigh them
 */
public record DoverScores(double technical, double aesthetic, double overall) {
    /**
     * Joins the branches. The constants are means and deviations of the published network's numbers over a data set, and
     * the weights that fit people's overall opinions best.
     *
     * @param technical mean of that branch's map
     * @param aesthetic mean of that branch's map
     * @return the scores
     */
    public static DoverScores of(double technical, double aesthetic) {
        double t = (technical - 0.1107) / 0.07355;
        double a = (aesthetic + 0.08285) / 0.03774;
        return new DoverScores(logistic(t), logistic(a), logistic(0.6104 * t + 0.3896 * a));
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
