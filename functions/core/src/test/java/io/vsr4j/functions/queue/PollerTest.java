package io.vsr4j.functions.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.aws.TaskProtection;
import io.vsr4j.functions.store.NotNowException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a poller does with deliveries, whatever their work does. */
@Timeout(60)
class PollerTest {
    private static final int MOST_RECEIVES = 3;
    /** So short that nobody rests. */
    private static final Duration SHORT = Duration.ofMillis(30);

    private static final int LONG_SECONDS = 3600;
    private static final Duration LONG = Duration.ofSeconds(LONG_SECONDS);

    private final FakeSqs sqs = new FakeSqs();
    private final Script script = new Script();

    /** Work that notes what happens, and fails as a test says. */
    private static class Script implements Poller.Work {
        final List<String> done = Collections.synchronizedList(new ArrayList<>());
        final List<String> givenUp = Collections.synchronizedList(new ArrayList<>());
        final List<String> threads = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void run(Delivery delivery, BooleanSupplier stop) throws IOException {
            threads.add(Thread.currentThread().getName());
            done.add(delivery.body());
        }

        @Override
        public boolean isMessage(String body) {
            return !body.isEmpty();
        }

        @Override
        public boolean isInvalid(Throwable e) {
            return e instanceof IllegalArgumentException;
        }

        @Override
        public void giveUp(String body, String reason) throws IOException {
            givenUp.add(body + ": " + reason);
        }
    }

    private Poller poll(Duration visibility, Poller.Work work, String... queues) {
        return new Poller(
                "test",
                List.of(queues).stream().map(sqs::queue).toList(),
                sqs.queue("dead"),
                visibility,
                MOST_RECEIVES,
                work,
                TaskProtection.of(Map.of()));
    }

    private static void await(BooleanSupplier holds) throws InterruptedException {
        while (!holds.getAsBoolean()) {
            Thread.sleep(5);
        }
    }

    @Test
    void theMostUrgentQueueComesFirst() throws Exception {
        sqs.put("normal", "n1", "n2");
        sqs.put("urgent", "u1", "u2");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch more = new CountDownLatch(1);
        Script work = new Script() {
            @Override
            public void run(Delivery delivery, BooleanSupplier stop) throws IOException {
                super.run(delivery, stop);
                if (delivery.body().equals("n1")) {
                    begun.countDown();
                    join(more);
                }
            }
        };
        try (Poller poller = poll(LONG, work, "urgent", "normal")) {
            begun.await();
            sqs.put("urgent", "u3"); // while one of the others is worked on
            more.countDown();
            await(() -> sqs.isIdle("urgent", "normal"));
        }
        assertThat(work.done).containsExactly("u1", "u2", "n1", "u3", "n2");
    }

    private static void join(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void eachThreadDoesWhatIsItsOwn() throws Exception {
        sqs.put("q", "a", "b", "", "c");
        try (Poller poller = poll(LONG, script, "q")) {
            await(() -> sqs.isIdle("q"));
        }
        assertThat(script.threads).hasSize(3).containsOnly("vsr-test");
        assertThat(sqs.calls("receive")).extracting(FakeSqs.Call::thread).containsOnly("vsr-test-poller");
        assertThat(sqs.calls("delete", "send")).extracting(FakeSqs.Call::thread).containsOnly("vsr-test");
    }

    @Test
    void aMessageIsExtendedWhileItIsWorkedOnAndNotAfterwards() throws Exception {
        sqs.extendsBy(0).put("q", "a"); // seconds are whole, and this visibility is none
        CountDownLatch extended = new CountDownLatch(1);
        Script work = new Script() {
            @Override
            public void run(Delivery delivery, BooleanSupplier stop) throws IOException {
                super.run(delivery, stop);
                join(extended);
            }
        };
        try (Poller poller = poll(SHORT, work, "q")) {
            await(() -> sqs.calls("extend").size() > 3);
            assertThat(sqs.calls("delete")).isEmpty();
            extended.countDown();
            await(() -> sqs.isIdle("q"));
        }
        int extensions = sqs.calls("extend").size();
        Thread.sleep(3 * SHORT.toMillis());
        assertThat(sqs.calls("extend")).hasSize(extensions);
        assertThat(sqs.calls("extend")).extracting(FakeSqs.Call::thread).containsOnly("vsr-heartbeat");
        assertThat(sqs.calls("extend", "delete")).last().hasToString("delete q 0");
    }

    @Test
    void workThatFailsIsRetriedLaterEachTimeAndThenGivenUp() throws Exception {
        sqs.put("q", "a");
        Script work = new Script() {
            @Override
            public void run(Delivery delivery, BooleanSupplier stop) throws IOException {
                super.run(delivery, stop);
                throw new IOException("failed for the " + delivery.receives() + ".");
            }

            @Override
            public void giveUp(String body, String reason) throws IOException {
                assertThat(sqs.calls("send", "delete")).isEmpty(); // before all else
                super.giveUp(body, reason);
            }
        };
        try (Poller poller = poll(Duration.ofSeconds(10), work, "q")) {
            await(() -> sqs.isIdle("q"));
        }
        assertThat(work.done).containsExactly("a", "a", "a");
        assertThat(work.givenUp).containsExactly("a: failed for the 3.");
        assertThat(sqs.calls("retry", "send", "delete"))
                .extracting(FakeSqs.Call::toString)
                .containsExactly("retry q 1", "retry q 2", "send dead 0", "delete q 0");
        assertThat(sqs.bodies("dead")).containsExactly("a");
    }

    @Test
    void whatCannotBeDoneNowIsHandedBackForEverAndNeverCounts() throws Exception {
        sqs.put("q", "a");
        int[] counted = new int[1];
        Script work = new Script() {
            @Override
            public void run(Delivery delivery, BooleanSupplier stop) throws IOException {
                counted[0] = Math.max(counted[0], delivery.receives());
                super.run(delivery, stop);
                if (done.size() <= 3 * MOST_RECEIVES) {
                    throw new IOException("it seems", new NotNowException("not now"));
                }
            }
        };
        try (Poller poller = poll(Duration.ofMillis(900), work, "q")) {
            await(() -> sqs.isIdle("q"));
        }
        assertThat(work.done).hasSize(3 * MOST_RECEIVES + 1);
        assertThat(counted[0]).isEqualTo(1);
        assertThat(work.givenUp).isEmpty();
        assertThat(sqs.bodies("dead")).isEmpty();
    }

    @Test
    void whatCannotBeDoneNowIsLeftToOthersForHalfTheVisibility() throws Exception {
        sqs.put("q", "a");
        Script work = new Script() {
            @Override
            public void run(Delivery delivery, BooleanSupplier stop) throws IOException {
                super.run(delivery, stop);
                if (done.size() == 1) {
                    throw new NotNowException("not now");
                }
            }
        };
        try (Poller poller = poll(Duration.ofSeconds(600), work, "q")) {
            await(() -> sqs.isIdle("q"));
        }
        assertThat(sqs.calls("send", "delete"))
                .extracting(FakeSqs.Call::toString)
                .containsExactly("send q 300", "delete q 0", "delete q 0");
    }

    @Test
    void aBrokenWorkerLeavesMessagesToOthers() throws Exception {
        AtomicInteger broken = new AtomicInteger();
        Script fails = new Script() {
            @Override
            public void run(Delivery delivery, BooleanSupplier stop) throws IOException {
                broken.incrementAndGet();
                throw new NotNowException("the disk is full");
            }
        };
        try (Poller one = poll(LONG, fails, "q");
                Poller other = poll(LONG, script, "q")) {
            for (int i = 0; i < 200; i++) {
                sqs.put("q", "m" + i);
                Thread.sleep(1);
            }
            await(() -> sqs.isIdle("q"));
        }
        assertThat(script.done).hasSize(200);
        assertThat(broken.get()).isLessThan(20);
    }

    @Test
    void whoIsToldToStopHandsHisMessageBackAtOnceAndThatDoesNotCount() throws Exception {
        sqs.put("q", "a", "b");
        CountDownLatch begun = new CountDownLatch(1);
        Script work = new Script() {
            @Override
            public void run(Delivery delivery, BooleanSupplier stop) throws IOException {
                super.run(delivery, stop);
                begun.countDown();
                while (!stop.getAsBoolean()) {
                    Thread.onSpinWait();
                }
                throw new CancellationException("stopped");
            }
        };
        Poller poller = poll(LONG, work, "q");
        begun.await();
        poller.close();
        assertThat(work.done).containsExactly("a");
        assertThat(sqs.bodies("q")).containsExactly("b", "a");
        assertThat(sqs.calls("send", "delete"))
                .extracting(FakeSqs.Call::toString)
                .containsExactly("send q 0", "delete q 0");
        assertThat(work.givenUp).isEmpty();
        try (Poller next = poll(LONG, script, "q")) {
            await(() -> sqs.isIdle("q"));
        }
        assertThat(script.done).containsExactly("b", "a");
    }

    @Test
    void whoRestsEndsAtOnceWhenItIsClosed() throws Exception {
        CountDownLatch failed = new CountDownLatch(2);
        Script work = new Script() {
            @Override
            public void run(Delivery delivery, BooleanSupplier stop) throws IOException {
                failed.countDown();
                throw new NotNowException("not now");
            }
        };
        sqs.put("q", "a", "b");
        Poller poller = poll(LONG, work, "q");
        failed.await();
        poller.close();
        assertThat(sqs.bodies("q")).containsExactlyInAnyOrder("a", "b");
        // An executor has ended a moment before its thread has.
        await(() -> Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .noneMatch(List.of("vsr-test", "vsr-test-poller")::contains));
    }

    @Test
    void whatIsNoMessageIsDeadAndWhatIsInvalidIsGivenUp() throws Exception {
        sqs.put("q", "", "bad", "good");
        Script work = new Script() {
            @Override
            public void run(Delivery delivery, BooleanSupplier stop) throws IOException {
                if (delivery.body().equals("bad")) {
                    throw new IllegalArgumentException("never");
                }
                super.run(delivery, stop);
            }
        };
        try (Poller poller = poll(LONG, work, "q")) {
            await(() -> sqs.isIdle("q"));
        }
        assertThat(work.done).containsExactly("good");
        assertThat(work.givenUp).containsExactly("bad: never");
        assertThat(sqs.bodies("dead")).containsExactly("");
    }

    @Test
    void aMessageThatKilledItsWorkersIsBuriedUntried() throws Exception {
        sqs.put("q", "killer", MOST_RECEIVES);
        try (Poller poller = poll(LONG, script, "q")) {
            await(() -> sqs.isIdle("q"));
        }
        assertThat(script.done).isEmpty();
        assertThat(script.givenUp).singleElement().asString().contains("delivered 3 times", "may crash");
        assertThat(sqs.bodies("dead")).containsExactly("killer");
    }

    @Test
    void whatCannotBeRecordedDoesNotGoRoundForEverButWaitsWhileTheStoreIsSilent() throws Exception {
        sqs.put("q", "killer", MOST_RECEIVES);
        Script work = new Script() {
            @Override
            public void giveUp(String body, String reason) throws IOException {
                throw new IllegalStateException("no such job");
            }
        };
        try (Poller poller = poll(LONG, work, "q")) {
            await(() -> sqs.isIdle("q"));
        }
        assertThat(sqs.bodies("dead")).containsExactly("killer");
        CountDownLatch asked = new CountDownLatch(1);
        Script silent = new Script() {
            @Override
            public void giveUp(String body, String reason) throws IOException {
                asked.countDown();
                throw new NotNowException("the store is silent");
            }
        };
        sqs.put("q", "other", MOST_RECEIVES);
        try (Poller poller = poll(LONG, silent, "q")) {
            asked.await();
        }
        assertThat(sqs.bodies("dead")).containsExactly("killer");
        assertThat(sqs.isIdle("q")).isFalse();
    }

    @Test
    void anErrorEndsItsDeliveryAndNotThePoller() throws Exception {
        sqs.put("q", "large", "small");
        CountDownLatch both = new CountDownLatch(2);
        Script work = new Script() {
            @Override
            public void run(Delivery delivery, BooleanSupplier stop) throws IOException {
                if (delivery.body().equals("large") && delivery.receives() == 1) {
                    throw new OutOfMemoryError("as if");
                }
                super.run(delivery, stop);
                both.countDown();
            }
        };
        try (Poller poller = poll(LONG, work, "q")) {
            assertThat(both.await(50, TimeUnit.SECONDS)).isTrue();
            await(() -> sqs.isIdle("q"));
        }
        assertThat(work.done).containsExactlyInAnyOrder("large", "small");
    }
}
