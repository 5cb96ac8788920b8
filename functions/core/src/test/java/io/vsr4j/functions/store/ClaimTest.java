package io.vsr4j.functions.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClaimTest {
    private static final String PREFIX = "claims/merge.";
    /** Longer than the test: nobody renews unless he is meant to. */
    private static final Duration LEASE = Duration.ofHours(1);

    private StubS3 server;
    private ObjectStore store;

    @BeforeEach
    void open() throws IOException {
        server = new StubS3();
        store = server.store();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Optional<Claim> take() throws IOException {
        return Claim.take(store, PREFIX, LEASE);
    }

    @Test
    void oneHasItUntilItIsReleased() throws IOException {
        try (Claim claim = take().orElseThrow()) {
            assertThat(server.objects()).containsOnlyKeys(PREFIX + 1);
            assertThat(take()).isEmpty();
        }
        assertThat(server.text(PREFIX + 1)).isEqualTo("released");
        try (Claim next = take().orElseThrow()) {
            assertThat(server.objects()).containsOnlyKeys(PREFIX + 1, PREFIX + 2);
            assertThat(take()).isEmpty();
        }
    }

    @Test
    void whoDoesNotRenewItLosesItToTheNextNumber() throws IOException {
        server.put(PREFIX + 1, "of a dead process");
        assertThat(take()).isEmpty();
        server.passes(LEASE.dividedBy(2));
        assertThat(take()).isEmpty();
        server.passes(LEASE);
        try (Claim claim = take().orElseThrow()) {
            assertThat(server.text(PREFIX + 1)).isEqualTo("of a dead process");
            assertThat(take()).isEmpty();
        }
    }

    @Test
    void whoRenewsItKeepsIt() throws Exception {
        Duration lease = Duration.ofMillis(300);
        try (Claim claim = Claim.take(store, PREFIX, lease).orElseThrow()) {
            String token = server.text(PREFIX + 1);
            server.passes(LEASE);
            int before = server.asked("PUT");
            while (server.asked("PUT") < before + 2) {
                Thread.sleep(10);
            }
            assertThat(server.text(PREFIX + 1)).isEqualTo(token);
            assertThat(Claim.take(store, PREFIX, lease)).isEmpty();
        }
        int after = server.asked("PUT");
        Thread.sleep(lease.toMillis());
        assertThat(server.asked("PUT")).isEqualTo(after);
        assertThat(server.text(PREFIX + 1)).isEqualTo("released");
    }

    @Test
    void aRenewalThatFailsIsFollowedByOthers() throws Exception {
        try (Claim claim = Claim.take(store, PREFIX, Duration.ofMillis(100)).orElseThrow()) {
            server.next(StubS3.answers(403, "AccessDenied"));
            server.passes(LEASE.plusSeconds(1));
            Instant before = Instant.now().minus(LEASE.dividedBy(2));
            while (server.objects().get(PREFIX + 1).modified().isBefore(before)) {
                Thread.sleep(10);
            }
        }
    }

    @Test
    void ofTwoWhoTakeItAtOnceOneHasIt() throws IOException {
        // The other one puts his between this one's look and this one's put.
        server.next(StubS3.well(), StubS3.after(() -> server.put(PREFIX + 1, "other")));
        assertThat(take()).isEmpty();
        assertThat(server.text(PREFIX + 1)).isEqualTo("other");
    }

    @Test
    void aClaimWhoseAnswerWasLostIsOnesOwn() throws IOException {
        server.next(StubS3.well(), StubS3.unanswered());
        try (Claim claim = take().orElseThrow()) {
            assertThat(server.objects()).containsOnlyKeys(PREFIX + 1);
            assertThat(server.asked("PUT")).isEqualTo(2);
        }
    }

    @Test
    void claimsAreNumberedAsNumbersAre() throws IOException {
        for (int i = 1; i <= 10; i++) {
            server.put(PREFIX + i, "released");
        }
        server.put(PREFIX + "what", "no claim");
        try (Claim claim = take().orElseThrow()) {
            assertThat(server.objects()).containsKey(PREFIX + 11);
        }
    }

    @Test
    void aClaimThatCannotBeReleasedRunsOut() throws IOException {
        Claim claim = take().orElseThrow();
        server.next(StubS3.answers(403, "AccessDenied"));
        claim.close();
        assertThat(take()).isEmpty();
        server.passes(LEASE.plusSeconds(1)); // the server tells whole seconds
        try (Claim next = take().orElseThrow()) {
            assertThat(server.objects()).containsOnlyKeys(PREFIX + 1, PREFIX + 2);
        }
    }
}
