package io.vsr4j.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PrefetchTest {
    private final ConcurrentLinkedQueue<NDManager> owners = new ConcurrentLinkedQueue<>();
    private final AtomicInteger made = new AtomicInteger();

    private long sample(long index, NDManager owner) throws IOException {
        owners.add(owner);
        made.incrementAndGet();
        if (index % 3 == 0) {
            Thread.yield();
        }
        if (index == 50) {
            throw new IOException("no sample 50");
        }
        return index;
    }

    private boolean allClosed() {
        return owners.stream().noneMatch(NDManager::isOpen);
    }

    @Test
    void comesInOrderAndNotTooFarAhead() throws IOException {
        try (Prefetch<Long> samples = new Prefetch<>(this::sample, Device.cpu(), 7, 40, 3, 5)) {
            for (long i = 7; i < 40; i++) {
                try (Prefetch.Prepared<Long> sample = samples.next()) {
                    assertThat(sample.sample()).isEqualTo(i);
                    assertThat(sample.index()).isEqualTo(i);
                    assertThat((long) made.get()).isLessThanOrEqualTo(i - 7 + 1 + 5);
                }
            }
        }
        assertThat(made).hasValue(33);
        assertThat(allClosed()).isTrue();
    }

    @Test
    void whatNobodyTookIsFreed() throws IOException {
        try (Prefetch<Long> samples = new Prefetch<>(this::sample, Device.cpu(), 0, 1000, 2, 8)) {
            samples.next().close();
        }
        assertThat(owners).isNotEmpty();
        assertThat(allClosed()).isTrue();
    }

    @Test
    void aFailureComesInItsPlace() throws IOException {
        try (Prefetch<Long> samples = new Prefetch<>(this::sample, Device.cpu(), 48, 60, 2, 4)) {
            for (long i : List.of(48L, 49L)) {
                try (Prefetch.Prepared<Long> sample = samples.next()) {
                    assertThat(sample.sample()).isEqualTo(i);
                }
            }
            assertThatThrownBy(samples::next).isInstanceOf(IOException.class).hasMessage("no sample 50");
        }
        assertThat(allClosed()).isTrue();
    }
}
