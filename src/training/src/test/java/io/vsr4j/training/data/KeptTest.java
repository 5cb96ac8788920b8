package io.vsr4j.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeptTest {
    private final List<String> reads = new ArrayList<>();
    private final Kept<String> kept = new Kept<>(10, String::length);

    @Test
    void whatWasUsedLatelyIsKeptAsFarAsTheBudgetGoes() throws IOException {
        get("a");
        get("b");
        get("a");
        get("c"); // of four bytes each two fit
        get("a");
        get("b");
        assertThat(reads).containsExactly("a", "b", "c", "b");
    }

    @Test
    void whoAsksFirstReadsAndTheOthersWait() throws Exception {
        AtomicInteger count = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(pool.submit(() -> kept.get(Path.of("x"), () -> {
                    Thread.sleep(50);
                    return "x" + count.incrementAndGet();
                })));
            }
            for (Future<String> one : all) {
                assertThat(one.get()).isEqualTo("x1");
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aFailureIsTheReadersOwnAndIsNotKept() throws IOException {
        assertThatThrownBy(() -> kept.get(Path.of("y"), () -> {
                    throw new IOException("gone");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("gone");
        assertThat(kept.get(Path.of("y"), () -> "back")).isEqualTo("back");
    }

    private void get(String name) throws IOException {
        kept.get(Path.of(name), () -> {
            reads.add(name);
            return "1234";
        });
    }
}
