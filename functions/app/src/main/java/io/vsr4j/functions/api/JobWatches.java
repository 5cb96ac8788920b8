package io.vsr4j.functions.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.JobView;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Jobs that somebody watches. Each is looked at by one poller, however many watch it, and by none when the last has gone. */
@ApplicationScoped
public class JobWatches {
    private static final Logger LOG = LoggerFactory.getLogger(JobWatches.class);
    private static final int POLLERS = 4;

    @Inject
    JobView view;

    @Inject
    ObjectMapper json;

    private final Map<String, Watch> watches = new HashMap<>();
    private final ScheduledExecutorService pollers = Executors.newScheduledThreadPool(POLLERS, work -> {
        Thread thread = new Thread(work, "vsr-watch");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * What a watcher is told.
     *
     * @param json the job
     * @param last whether nothing follows
     */
    record State(String json, boolean last) {}

    /** {@return a job that is watched until {@link Watch#leave}; every watcher of it has the same} */
    Watch join(JobStatus job) {
        synchronized (watches) {
            Watch watch = watches.get(job.job());
            if (watch == null) {
                watch = new Watch(job);
                watches.put(job.job(), watch);
            }
            watch.watchers++;
            return watch;
        }
    }

    /** {@return number of jobs that are watched} */
    int size() {
        synchronized (watches) {
            return watches.size();
        }
    }

    private State state(JobStatus job) {
        try {
            return new State(
                    json.writeValueAsString(JobBody.of(job)), job.state().isOver());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @PreDestroy
    void close() {
        pollers.shutdownNow();
    }

    /** A job that is watched. */
    final class Watch {
        private final String job;
        private final Set<UniEmitter<? super State>> waiting = new HashSet<>();
        private final ScheduledFuture<?> poll;
        private State latest;
        private int watchers;

        private Watch(JobStatus first) {
            job = first.job();
            latest = state(first);
            long every = JobView.FRESH.toMillis();
            poll = pollers.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
        }

        private void look() {
            try {
                Optional<JobStatus> now = view.status(job);
                // A job whose objects were deleted has no more to tell.
                tell(now.isPresent() ? state(now.get()) : new State(latest.json(), true));
            } catch (IOException | RuntimeException e) {
                LOG.warn("job {} cannot be watched now: {}", job, e.getMessage());
            }
        }

        private void tell(State now) {
            List<UniEmitter<? super State>> told;
            synchronized (this) {
                if (now.equals(latest)) {
                    return;
                }
                latest = now;
                told = List.copyOf(waiting);
                waiting.clear();
            }
            told.forEach(emitter -> emitter.complete(now));
        }

        /**
         * {@return the newest state, as soon as it is another one than that} States in between are not kept for anybody.
         *
         * @param seen what the watcher was told last, null at first
         */
        Uni<State> next(State seen) {
            return Uni.createFrom().emitter(emitter -> {
                State now;
                synchronized (this) {
                    now = latest;
                    if (now.equals(seen)) {
                        waiting.add(emitter);
                        emitter.onTermination(() -> remove(emitter));
                        return;
                    }
                }
                emitter.complete(now);
            });
        }

        private synchronized void remove(UniEmitter<? super State> emitter) {
            waiting.remove(emitter);
        }

        /** A watcher goes; is called once for each. */
        void leave() {
            synchronized (watches) {
                watchers--;
                if (watchers == 0) {
                    watches.remove(job);
                    poll.cancel(false);
                }
            }
        }
    }
}
