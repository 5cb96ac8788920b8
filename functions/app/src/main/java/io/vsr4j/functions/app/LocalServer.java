package io.vsr4j.functions.app;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.vsr4j.functions.DataFolder;
import io.vsr4j.functions.LocalProcess;
import io.vsr4j.functions.local.LocalService;
import io.vsr4j.functions.local.Ports;
import io.vsr4j.functions.metrics.Meters;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Bucket, queues and workers, with the functions over HTTP beside them. Both begin at once, since both take seconds. A process
 * has one of these.
 */
public final class LocalServer implements LocalProcess {
    private static final Duration LONGEST_START = Duration.ofMinutes(10);
    /** Quarkus makes its beans by itself; they find here what has begun before them. */
    private static volatile LocalServer running;

    private final CompletableFuture<LocalService> service = new CompletableFuture<>();
    private Consumer<Ready> ready;
    private URI http;

    /** {@return the service that has begun before Quarkus did, empty if this process is none of {@code vsr serve}} */
    static Optional<LocalService> service() {
        return Optional.ofNullable(running).map(server -> server.service.join());
    }

    @Override
    public void run(Options options, Consumer<Ready> told) throws IOException {
        // Two threads that are the first to log, each in its own way, may wait for each other for ever.
        java.util.logging.LogManager.getLogManager();
        int port = Ports.free("port", options.port());
        http = URI.create("http://127.0.0.1:" + port);
        ready = told;
        running = this;
        System.setProperty("quarkus.http.port", Integer.toString(port));
        if (options.verbose()) {
            System.setProperty("quarkus.log.level", "INFO");
        }
        System.setProperty(
                "quarkus.http.body.uploads-directory",
                DataFolder.uploads(options.data()).toString());
        Thread local = new Thread(() -> open(options), "vsr-local-service");
        local.start();
        Throwable[] failure = {null};
        Quarkus.run(Served.class, (status, e) -> failure[0] = e);
        LocalService opened;
        try {
            opened = service.join();
        } catch (CompletionException e) {
            throw unwrapped(e);
        }
        opened.close();
        if (failure[0] != null) {
            throw unwrapped(failure[0]);
        }
    }

    private void open(Options options) {
        try {
            service.complete(new LocalService(
                    options.data(),
                    options.settings(),
                    options.s3Port(),
                    options.sqsPort(),
                    options.workers(),
                    Meters.OF_PROCESS));
        } catch (IOException | RuntimeException | Error e) {
            service.completeExceptionally(e);
        }
    }

    private static IOException unwrapped(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && !(cause instanceof IOException)) {
            if (cause instanceof IllegalArgumentException refused) {
                throw refused;
            }
            cause = cause.getCause();
        }
        if (cause instanceof IllegalArgumentException refused) {
            throw refused;
        }
        return cause instanceof IOException io ? io : new IOException("the service ended: " + e.getMessage(), e);
    }

    @Override
    public void stop() {
        service.thenAccept(LocalService::stop);
        Quarkus.asyncExit();
    }

    /** What Quarkus runs when it answers. */
    public static final class Served implements QuarkusApplication {
        @Override
        public int run(String... args) throws InterruptedException {
            LocalServer server = running;
            LocalService local = server.service.join();
            Thread awaiting = new Thread(() -> server.tell(local), "vsr-ready");
            awaiting.setDaemon(true);
            awaiting.start();
            Quarkus.waitForExit();
            return 0;
        }
    }

    private void tell(LocalService local) {
        try {
            if (local.awaitReady(LONGEST_START)) {
                ready.accept(new Ready(http, local.settings(), local.credentialsFile()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
