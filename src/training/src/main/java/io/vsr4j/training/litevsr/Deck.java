package io.vsr4j.training.litevsr;

import io.vsr4j.training.Draw;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Deals numbers in rounds: each comes once a round, every round in another order.
 *
 * @param seed of the orders
 * @param size how many numbers
 */
record Deck(long seed, int size) {
    /** {@return a number from 0 to size - 1, for a place in the endless row} */
    int at(long place) {
        List<Integer> order = IntStream.range(0, size).boxed().collect(Collectors.toList());
        Collections.shuffle(order, new Draw(seed, place / size).random("order"));
        return order.get((int) (place % size));
    }
}
