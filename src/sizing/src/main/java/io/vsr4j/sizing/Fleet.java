package io.vsr4j.sizing;

import io.vsr4j.sizing.Instance.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Tasks on rented instances, as many as are wanted: they are started where there is room, instances are launched where there is
 * none and given up when they have been without a task for long enough. No task is stopped that has a chunk. Spot instances may
 * be taken back at any time, and may not be to be had.
 */
final class Fleet {
    private final Clock clock;
    private final Workers workers;
    private final ScalingRules rules;
    private final Platform platform;
    private final SpotMarket market;
    private final RandomGenerator random;
    private final Tally tally;
    private final List<Instance> instances = new ArrayList<>();
    private int desired;
    private int idleMinutes;
    private boolean growing;
    private double lastLaunch = Double.NEGATIVE_INFINITY;

    Fleet(
            Clock clock,
            Workers workers,
            ScalingRules rules,
            Platform platform,
            SpotMarket market,
            RandomGenerator random,
            Tally tally) {
        this.clock = clock;
        this.workers = workers;
        this.rules = rules;
        this.platform = platform;
        this.market = market;
        this.random = random;
        this.tally = tally;
    }

    int running() {
        return count(Instance::isRunning);
    }

    int instances() {
        return instances.size();
    }

    /** {@return whether there is exactly what is wanted} */
    boolean isSettled() {
        return instances.size() == desired && count(Instance::hasTask) == desired;
    }

    /** A minute has passed, and so many tasks are wanted. */
    void minute(int wanted) {
        desired = wanted;
        for (int i = 0; i < instances.size() && count(Instance::hasTask) < desired; i++) {
            if (instances.get(i).isLeaving()) {
                instances.get(i).worker.leaving = false;
            }
        }
        stopSurplus();
        instances.forEach(this::fill);
        fitInstances();
    }

    private void stopSurplus() {
        int surplus = count(Instance::hasTask) - desired;
        List<Instance> first = instances.stream()
                .filter(Instance::hasTask)
                .sorted(Comparator.comparingInt(Fleet::worth))
                .toList();
        for (Instance instance : first.subList(0, Math.max(0, surplus))) {
            if (instance.state == State.WORKING) {
                workers.leave(instance.worker);
            } else {
                instance.next.cancel();
                instance.state = State.EMPTY;
            }
        }
    }

    /** Tasks that do nothing yet go first, those with a chunk last. */
    private static int worth(Instance instance) {
        return instance.state == State.WORKING && instance.worker.isBusy() ? 3 : instance.state.ordinal();
    }

    private void fitInstances() {
        int needed = needed();
        int there = count(Instance::isThere);
        if (needed > there && !growing) {
            growing = true;
            clock.after(platform.capacityDelay(), this::grow);
        }
        idleMinutes = there > needed ? idleMinutes + 1 : 0;
        if (idleMinutes >= platform.capacityPeriods() && clock.now() - lastLaunch >= rules.instanceWarmupSeconds()) {
            instances.stream()
                    .filter(i -> i.state == State.EMPTY || i.state == State.BOOTING)
                    .limit(there - needed)
                    .toList()
                    .forEach(this::end);
        }
    }

    private int needed() {
        return desired + count(Instance::isLeaving);
    }

    private void grow() {
        growing = false;
        int needed = needed();
        int more = needed - count(Instance::isThere);
        int onDemand = rules.onDemandOf(needed) - count(i -> i.isThere() && !i.spot);
        for (int i = 0; i < more; i++) {
            boolean spot = i >= onDemand;
            if (!spot || market.isThere()) {
                launch(spot);
            }
        }
    }

    private void launch(boolean spot) {
        Instance instance = new Instance(spot, clock.now(), new Host(clock, Double.POSITIVE_INFINITY));
        instances.add(instance);
        lastLaunch = clock.now();
        instance.next = clock.after(platform.bootSeconds(), () -> {
            instance.state = State.EMPTY;
            fill(instance);
        });
        if (spot && platform.spotInterruptions() > 0) {
            clock.after(3600 * random.nextExponential() / platform.spotInterruptions(), () -> interrupt(instance));
        }
    }

    private void fill(Instance instance) {
        if (instance.state != State.EMPTY || count(Instance::hasTask) >= desired) {
            return;
        }
        instance.state = State.PULLING;
        instance.next = clock.after(instance.hasImage ? 0 : platform.pullSeconds(), () -> {
            instance.hasImage = true;
            instance.state = State.LOADING;
            instance.next = clock.after(platform.loadSeconds(), () -> work(instance));
        });
    }

    private void work(Instance instance) {
        instance.worker = new Worker(instance.host, () -> instance.state = State.EMPTY);
        instance.state = State.WORKING;
        workers.join(instance.worker);
    }

    private void interrupt(Instance instance) {
        if (!instance.isThere()) {
            return;
        }
        tally.interruptions++;
        boolean noticed = random.nextDouble() >= platform.withoutNotice();
        if (instance.state == State.WORKING) {
            // Visibility is extended after each third of the timeout, so that between two thirds and all of it are
            // left.
            double left = rules.visibilitySeconds() * (1 - random.nextDouble() / 3);
            workers.kill(instance.worker, noticed ? 0 : left);
        } else {
            instance.next.cancel();
        }
        instance.state = State.DRAINING;
        clock.after(noticed ? platform.spotNotice() : 0, () -> end(instance));
    }

    private void end(Instance instance) {
        if (instance.state == State.BOOTING) {
            instance.next.cancel();
        }
        instance.state = State.GONE;
        instances.remove(instance);
        tally.leases.add(new Tally.Lease(instance.spot, clock.now() - instance.launched));
    }

    /** All that is still there is paid for until now. */
    void close() {
        List.copyOf(instances).forEach(this::end);
    }

    private int count(Predicate<Instance> which) {
        int count = 0;
        for (Instance instance : instances) {
            count += which.test(instance) ? 1 : 0;
        }
        return count;
    }
}
