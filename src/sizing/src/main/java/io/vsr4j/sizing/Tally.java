package io.vsr4j.sizing;

import java.util.ArrayList;
import java.util.List;

/** What is counted while a simulation runs. */
final class Tally {
    final List<Outcome.Moment> timeline = new ArrayList<>();
    final List<Lease> leases = new ArrayList<>();
    long chunks;
    long repeats;
    int interruptions;
    double usefulSeconds;
    double lostSeconds;
    private int busy;

    /**
     * An instance that was paid for.
     *
     * @param spot whether as spot
     * @param seconds how long
     */
    record Lease(boolean spot, double seconds) {}

    void busy(int more) {
        busy += more;
    }

    int busy() {
        return busy;
    }

    void chunk(int deliveries, double seconds) {
        busy--;
        chunks++;
        repeats += deliveries - 1;
        usefulSeconds += seconds;
    }

    void lost(double seconds) {
        busy--;
        lostSeconds += seconds;
    }
}
