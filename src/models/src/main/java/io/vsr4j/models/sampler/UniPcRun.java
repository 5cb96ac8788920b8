package io.vsr4j.models.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vsr4j.tensor.Scopes;

/**
 * What UniPC remembers from step to step. Coefficients are computed in double precision: the differences in them lose up
 * to five digits where steps are small. Samples are in single precision.
 */
final class UniPcRun extends FlowRun {
    private static final int ORDER = 2;

    private final FlowSchedule schedule;
    /** The predictions of x0 at the last step and the one before it. */
    private NDArray x0;

    private NDArray olderX0;
    /** The corrected sample that the last step predicted from, and the order of that prediction. */
    private NDArray origin;

    private int order;

    UniPcRun(FlowSchedule schedule, NDManager owner) {
        super(schedule, owner);
        this.schedule = schedule;
    }

    @Override
    NDArray advance(int i, NDManager scope, NDArray velocity, NDArray x) {
        NDArray newX0 = FlowPath.x0(x, velocity, schedule.sigma(i));
        if (i + 1 == schedule.steps()) {
            // Lambda is infinite at sigma 0; the limit of the predictor is x0, whatever the sample was corrected to.
            return newX0;
        }
        NDArray sample = i == 0 ? x : corrected(i, scope, newX0);
        int newOrder = Math.min(ORDER, i + 1);
        NDArray next = predicted(i, newOrder, sample, newX0);
        move(sample, newX0, newOrder);
        return next;
    }

    /** UniP, from sigma i to i + 1. */
    private NDArray predicted(int i, int newOrder, NDArray sample, NDArray newX0) {
        NDArray mean = newX0;
        if (newOrder == ORDER) {
            double r = (lambda(i - 1) - lambda(i)) / (lambda(i + 1) - lambda(i));
            // With one earlier prediction, its weight is set to 1/2 instead of being solved for.
            mean = weighted(0.5 / r, newX0, x0).addi(newX0);
        }
        return moved(i, i + 1, sample, mean);
    }

    /** UniC: the sample at sigma i once more, now that x0 has been predicted there. */
    private NDArray corrected(int i, NDManager scope, NDArray newX0) {
        double h = lambda(i) - lambda(i - 1);
        // Results belong to their first operand's manager, so what is remembered is borrowed.
        NDArray last = Scopes.borrow(scope, x0);
        if (order < ORDER) {
            return moved(
                    i - 1,
                    i,
                    Scopes.borrow(scope, origin),
                    weighted(0.5, last, newX0).addi(last));
        }
        double r = (lambda(i - 2) - lambda(i - 1)) / h;
        double phi = Math.expm1(-h);
        // phi_2 and phi_3 of the exponential integrator; R rho = b is solved by hand.
        double phi2 = phi / -h - 1;
        double phi3 = phi2 / -h - 0.5;
        double b1 = phi2 / phi;
        double b2 = 2 * phi3 / phi;
        double rho1 = (b1 - b2) / (1 - r);
        double rho2 = b1 - rho1;
        NDArray mean = weighted(rho1 / r, last, olderX0)
                .addi(weighted(rho2, last, newX0))
                .addi(last);
        return moved(i - 1, i, Scopes.borrow(scope, origin), mean);
    }

    /** {@code weight (to - from)}. */
    private static NDArray weighted(double weight, NDArray from, NDArray to) {
        return from.sub(to).muli((float) -weight);
    }

    /** The exact solution between two sigmas if x0 were constant. */
    private NDArray moved(int from, int to, NDArray sample, NDArray mean) {
        double keep = (double) schedule.sigma(to) / schedule.sigma(from);
        double pull = -alpha(to) * Math.expm1(lambda(from) - lambda(to));
        return Combination.of((float) keep, sample, (float) pull, mean);
    }

    private void move(NDArray sample, NDArray newX0, int newOrder) {
        if (origin != null) {
            origin.close();
        }
        if (olderX0 != null) {
            olderX0.close();
        }
        origin = remember(sample);
        olderX0 = x0;
        x0 = remember(newX0);
        order = newOrder;
    }

    private double alpha(int i) {
        return 1 - (double) schedule.sigma(i);
    }

    /** Half the logarithm of the signal-to-noise ratio. */
    private double lambda(int i) {
        return Math.log(alpha(i) / schedule.sigma(i));
    }
}
