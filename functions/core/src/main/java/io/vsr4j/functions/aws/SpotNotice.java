package io.vsr4j.functions.aws;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkSystemSetting;

/**
 * Asks the metadata service of an instance of EC2 whether AWS is about to take the instance back, which it says two minutes
 * before. Where the service is can be set by {@code AWS_EC2_METADATA_SERVICE_ENDPOINT}, as for all of the AWS SDK.
 */
public final class SpotNotice implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpotNotice.class);
    /** As AWS advises. */
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private static final int SILENCE_MILLIS = 2000;
    private static final String TOKEN_SECONDS = "21600";
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int MOST_BYTES = 10_000;

    private final URI service;
    private final Runnable told;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "vsr-spot");
        thread.setDaemon(true);
        return thread;
    });
    private String token;
    private boolean silent;

    /**
     * Begins to ask.
     *
     * @param told called once when the instance is to go, on a thread of its own
     */
    public SpotNotice(Runnable told) {
        this(URI.create(SdkSystemSetting.AWS_EC2_METADATA_SERVICE_ENDPOINT.getStringValueOrThrow()), PERIOD, told);
    }

    /**
     * Begins to ask.
     *
     * @param service where
     * @param period how often
     * @param told called once
     */
    SpotNotice(URI service, Duration period, Runnable told) {
        this.service = service;
        this.told = told;
        clock.scheduleWithFixedDelay(this::ask, 0, period.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask() {
        try {
            if (token == null) {
                token = answer(
                        request("PUT", "/latest/api/token", "X-aws-ec2-metadata-token-ttl-seconds", TOKEN_SECONDS));
            }
            HttpURLConnection asked =
                    request("GET", "/latest/meta-data/spot/instance-action", "X-aws-ec2-metadata-token", token);
            if (asked.getResponseCode() == UNAUTHORIZED) {
                token = null; // it has run out
            } else if (asked.getResponseCode() != NOT_FOUND) {
                LOG.warn(
                        "this instance is about to be taken back: {}",
                        answer(asked).strip());
                clock.shutdown();
                told.run();
            }
            silent = false;
        } catch (IOException | RuntimeException e) {
            if (!silent) {
                LOG.warn("the metadata service of the instance does not say whether it is to go: {}", e.getMessage());
            }
            silent = true;
        }
    }

    private HttpURLConnection request(String method, String path, String header, String value) throws IOException {
        HttpURLConnection request =
                (HttpURLConnection) service.resolve(path).toURL().openConnection();
        request.setRequestMethod(method);
        request.setConnectTimeout(SILENCE_MILLIS);
        request.setReadTimeout(SILENCE_MILLIS);
        request.setRequestProperty(header, value);
        return request;
    }

    /** Any answer but a success throws. */
    private static String answer(HttpURLConnection request) throws IOException {
        try (var in = request.getInputStream()) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        }
    }

    /** Asks no more. */
    @Override
    public void close() {
        clock.shutdownNow();
    }
}
