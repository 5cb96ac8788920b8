package io.vsr4j.models.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BlockStreamTest {
    private static final int SIZE = 5;

    private final Set<NDManager> owners = ConcurrentHashMap.newKeySet();
    private final Set<Thread> readers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile int broken = -1;

    private final List<Parameters> blocks = IntStream.range(0, SIZE)
            .mapToObj(i -> new Parameters().child("blocks." + i).tensor("w", 2).exact("b", 1))
            .toList();

    private NDArray value(NDManager owner, String name, Shape shape, DType type) {
        reads.incrementAndGet();
        readers.add(Thread.currentThread());
        owners.add(owner);
        most.accumulateAndGet(resident(), Math::max);
        int block = Character.digit(name.charAt("blocks.".length()), 10);
        if (block == broken && name.endsWith("b")) {
            throw new CheckpointException("cannot read " + name);
        }
        return owner.full(shape, (float) block);
    }

    private int resident() {
        return (int) owners.stream().filter(NDManager::isOpen).count();
    }

    private BlockStream open() {
        return new BlockStream(blocks, Device.cpu(), DType.F32, this::value);
    }

    /** The block after is read while this one is used, however long that takes. */
    private void awaitTheNext() {
        for (int i = 0; i < 10_000 && resident() < 2; i++) {
            try {
                Thread.sleep(1);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        assertThat(resident()).isEqualTo(2);
    }

    @Test
    void everyBlockHasItsWeightsInTurnAndTwoAtMostAreThere() {
        try (BlockStream stream = open()) {
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < SIZE; i++) {
                    stream.enter(i);

                    assertThat(blocks.get(i).get("w").toFloatArray()).containsExactly(i, i);
                    awaitTheNext();
                    Parameters before = blocks.get((i + SIZE - 1) % SIZE);
                    assertThatThrownBy(() -> before.get("w")).isInstanceOf(IllegalStateException.class);
                }
            }
        }
        assertThat(most).hasValue(2);
        assertThat(resident()).isZero();
        assertThat(readers).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    void aBlockIsReadOnceWhileItStays() {
        try (BlockStream stream = open()) {
            stream.enter(0);
            stream.enter(0);
            stream.enter(1);
        }
        assertThat(reads.get()).isBetween(2 * 2, 3 * 2);
    }

    @Test
    void blocksMayBeEnteredInAnyOrder() {
        try (BlockStream stream = open()) {
            for (int i : new int[] {3, 1, 4, 4, 0, 2, 2, 3}) {
                stream.enter(i);

                assertThat(blocks.get(i).get("b").toFloatArray()).containsExactly(i);
            }
        }
        assertThat(most.get()).isLessThanOrEqualTo(2);
    }

    @Test
    void whatTheHelperCannotReadIsThrownWhereItIsNeeded() {
        broken = 2;
        try (BlockStream stream = open()) {
            stream.enter(0);
            stream.enter(1);
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> stream.enter(2))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessage("cannot read blocks.2.b");
            }
            broken = -1;
            stream.enter(2);

            assertThat(blocks.get(2).get("b").toFloatArray()).containsExactly(2);
        }
        assertThat(resident()).isZero();
    }

    @Test
    void closesWhileTheHelperReads() {
        for (int i = 0; i < 20; i++) {
            open().close();
        }
        assertThat(resident()).isZero();
    }
}
