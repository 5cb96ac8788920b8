package io.vsr4j.training.litevsr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.training.Draw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentCacheTest {
    private static final Shape SHAPE = new Shape(1, 2, 3, 4, 5);

    @TempDir
    private Path folder;

    private final NDManager scope = TorchEngine.newManager(Device.cpu());
    private final AtomicInteger made = new AtomicInteger();

    @AfterEach
    void free() {
        scope.close();
    }

    private LatentPair make(long index, NDManager owner) {
        made.incrementAndGet();
        Draw draw = new Draw(5, index);
        return new LatentPair(draw.noise("high", owner, SHAPE), draw.noise("low", owner, SHAPE));
    }

    private float[] get(LatentCache cache, long index) throws IOException {
        LatentPair pair = cache.get(index, scope, owner -> make(index, owner));
        assertThat(pair.high().getShape()).isEqualTo(SHAPE);
        assertThat(pair.high().getManager()).isSameAs(scope);
        return pair.high().concat(pair.low()).toFloatArray();
    }

    @Test
    void latentsAreComputedOnce() throws IOException {
        LatentCache cache = new LatentCache(folder, "weights and settings");
        float[] first = get(cache, 3);
        float[] other = get(cache, 4);
        assertThat(made).hasValue(2);

        assertThat(get(cache, 3)).isEqualTo(first).isNotEqualTo(other);
        assertThat(get(new LatentCache(folder, "weights and settings"), 4)).isEqualTo(other);
        assertThat(made).hasValue(2);
        get(new LatentCache(folder, "other weights"), 3);
        assertThat(made).hasValue(3);
    }

    @Test
    void aDamagedFileIsMadeAgain() throws IOException {
        LatentCache cache = new LatentCache(folder, "x");
        float[] good = get(cache, 0);
        Path file = cache.file(0);
        byte[] bytes = Files.readAllBytes(file);
        byte[] flipped = bytes.clone();
        flipped[bytes.length - 7] ^= 4;
        byte[] noHeader = bytes.clone();
        Arrays.fill(noHeader, 0, 8, (byte) 0x7f);
        List<byte[]> damages = new ArrayList<>(List.of(
                new byte[0], "no tensors".getBytes(), Arrays.copyOf(bytes, bytes.length / 2), flipped, noHeader));
        get(cache, 1);
        damages.add(Files.readAllBytes(cache.file(1)));
        made.set(0);
        for (int i = 0; i < damages.size(); i++) {
            Files.write(file, damages.get(i));
            assertThat(get(cache, 0)).as("damage %s", i).isEqualTo(good);
            assertThat(made).as("damage %s", i).hasValue(i + 1);
            assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        }
        assertThat(get(cache, 0)).isEqualTo(good);
        assertThat(made).hasValue(damages.size());
    }

    @Test
    void aFailureLeavesNothing() throws IOException {
        LatentCache cache = new LatentCache(folder, "x");
        assertThatThrownBy(() -> cache.get(0, scope, owner -> {
                    throw new IOException("no such clip");
                }))
                .hasMessage("no such clip");
        get(cache, 0);
        try (var files = Files.list(cache.file(0).getParent())) {
            assertThat(files).containsExactly(cache.file(0));
        }
    }

    @Test
    void threadsThatAskForOneIndexGetOneAnswer() throws Exception {
        LatentCache cache = new LatentCache(folder, "x");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<float[]>> answers = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                long index = i % 3;
                answers.add(threads.submit(() -> get(cache, index)));
            }
            for (int i = 0; i < 12; i++) {
                assertThat(answers.get(i).get()).isEqualTo(answers.get(i % 3).get());
            }
            assertThat(made).hasValue(3);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void everyNumberComesOnceARound() {
        Deck deck = new Deck(7, 10);
        List<List<Integer>> rounds = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                order.add(deck.at(10L * round + i));
            }
            assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
            rounds.add(order);
        }
        assertThat(rounds).doesNotHaveDuplicates();
    }
}
