package io.vsr4j.functions.store;

import io.vsr4j.functions.observe.LogFields;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that somebody does a piece of work that need not be done twice. Claims are numbered; who holds the last one renews it,
 * and when that has not happened for the time of a lease, the next number may be taken.
 *
 * <p>It saves work and is no lock: a process that was held up may come back and go on beside its successor. What they make
 * must be put with {@link ObjectStore#putIfAbsent}.
 */
public final class Claim implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Claim.class);
    private static final String RELEASED = "released";
    private static final int MOST_BYTES = 1000;
    private static final int RENEWALS = 3;
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "vsr-claims");
        thread.setDaemon(true);
        return thread;
    });

    private final ObjectStore store;
    private final String key;
    private final String token;
    private final Map<String, String> fields = LogFields.current();
    private final ScheduledFuture<?> renewals;
    private boolean released;

    private Claim(ObjectStore store, String key, String token, Duration lease) {
        this.store = store;
        this.key = key;
        this.token = token;
        long period = Math.max(1, lease.toMillis() / RENEWALS);
        renewals = CLOCK.scheduleAtFixedRate(this::renew, period, period, TimeUnit.MILLISECONDS);
    }

    /**
     * Takes the next claim of a kind.
     *
     * @param store where claims are
     * @param prefix what names of this kind begin with; the number follows
     * @param lease time after which a claim that was not renewed counts for nothing
     * @return the claim, empty if somebody holds one
     */
    public static Optional<Claim> take(ObjectStore store, String prefix, Duration lease) throws IOException {
        List<StoredObject> claims = store.list(prefix);
        Optional<StoredObject> last = claims.stream().max(Comparator.comparingLong(c -> number(prefix, c.key())));
        if (last.isPresent() && isHeld(store, last.get(), lease)) {
            return Optional.empty();
        }
        long next = last.map(c -> number(prefix, c.key()) + 1).orElse(1L);
        String token = UUID.randomUUID().toString();
        String key = prefix + next;
        boolean mine = store.putIfAbsent(key, token)
                || store.text(key, MOST_BYTES).filter(token::equals).isPresent();
        return mine ? Optional.of(new Claim(store, key, token, lease)) : Optional.empty();
    }

    private static boolean isHeld(ObjectStore store, StoredObject claim, Duration lease) throws IOException {
        if (store.text(claim.key(), MOST_BYTES).filter(RELEASED::equals).isPresent()) {
            return false;
        }
        Instant ends = claim.modified().plus(lease);
        return store.now().isBefore(ends);
    }

    private static long number(String prefix, String key) {
        try {
            return Long.parseLong(key.substring(prefix.length()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Not while it is released: a renewal that came after would hold it for nobody. */
    private synchronized void renew() {
        if (released) {
            return;
        }
        try (LogFields ofHolder = LogFields.with(fields)) {
            store.put(key, token);
        } catch (IOException | RuntimeException e) {
            LOG.warn("claim {} is not renewed: {}", key, e.getMessage());
        }
    }

    /** Lets the next one begin at once. */
    @Override
    public synchronized void close() {
        released = true;
        renewals.cancel(false);
        try {
            store.put(key, RELEASED);
        } catch (IOException e) {
            LOG.warn("claim {} is not released and runs out by itself: {}", key, e.getMessage());
        }
    }
}
