package io.vsr4j.functions.aws;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the agent of Amazon ECS, in whose task this process runs, to spare the task when its service is scaled in or replaced,
 * for as long as there is work in hand and a little longer: what comes next is then spared without another request. The agent
 * is where {@code ECS_AGENT_URI} says, a variable that it sets itself; elsewhere nothing is asked. Work does not wait for
 * answers, and goes on without them: who is stopped nevertheless hands it back.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection-endpoint.html">The agent's
 *     endpoint</a>
 */
public final class TaskProtection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TaskProtection.class);
    private static final String VARIABLE = "ECS_AGENT_URI";
    private static final String PATH = "/task-protection/v1/state";
    /** Longer than a poll of a queue. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** A process that hangs is not spared for longer. */
    private static final int MINUTES = 30;

    private static final Duration RENEWAL = Duration.ofMinutes(MINUTES / 3);
    private static final int SILENCE_MILLIS = 5000;
    private static final int MOST_BYTES = 10_000;

    private final Optional<URI> agent;
    private final Duration patience;
    private final Duration renewal;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "vsr-protection");
        thread.setDaemon(true);
        return thread;
    });
    private int held;
    private long released;
    private volatile boolean granted;
    private long grantedAt;
    private boolean silent;

    /** Work in hand, until it is closed. */
    public interface Hold extends AutoCloseable {
        @Override
        void close();
    }

    /** {@return what asks the agent that the environment names, if it names one} */
    public static TaskProtection of(Map<String, String> environment) {
        return new TaskProtection(agent(environment), PATIENCE, RENEWAL);
    }

    /**
     * Begins.
     *
     * @param agent whom to ask; nobody, if it is empty
     * @param patience how long the task is spared after its last work
     * @param renewal after which time protection is asked for again
     */
    TaskProtection(Optional<URI> agent, Duration patience, Duration renewal) {
        this.agent = agent;
        this.patience = patience;
        this.renewal = renewal;
        if (agent.isPresent()) {
            long period = Math.max(1, patience.toMillis() / 3);
            clock.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
        }
    }

    /** {@return the agent that the environment names} */
    static Optional<URI> agent(Map<String, String> environment) {
        String value = environment.getOrDefault(VARIABLE, "");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI agent = URI.create(value);
            if ("http".equals(agent.getScheme()) && agent.getUserInfo() == null && isHere(agent.getHost())) {
                return Optional.of(URI.create(value.replaceFirst("/+$", "") + PATH));
            }
        } catch (IllegalArgumentException | IOException e) {
            // Said below.
        }
        LOG.warn(
                "{} must be an http:// address of this machine alone, in 169.254.0.0/16 or 127.0.0.0/8; it is not used,"
                        + " and the task is not protected",
                VARIABLE);
        return Optional.empty();
    }

    /** Of addresses alone: nobody is asked for a name. */
    private static boolean isHere(String host) throws IOException {
        if (host == null || !host.matches("[0-9.]+|\\[[0-9A-Fa-f:.]+]")) {
            return false;
        }
        InetAddress address = InetAddress.getByName(host);
        return address.isLoopbackAddress() || address.isLinkLocalAddress();
    }

    /** {@return work in hand: the task is spared until it is closed} */
    public synchronized Hold hold() {
        held++;
        if (agent.isPresent() && !granted && !clock.isShutdown()) {
            clock.execute(this::look);
        }
        return this::release;
    }

    private synchronized void release() {
        held--;
        released = System.nanoTime();
    }

    private synchronized boolean isWanted() {
        return held > 0 || granted && System.nanoTime() - released < patience.toNanos();
    }

    private void look() {
        boolean wanted = isWanted();
        boolean due = System.nanoTime() - grantedAt > renewal.toNanos();
        if (wanted == granted && !(wanted && due)) {
            return;
        }
        try {
            ask(agent.orElseThrow(), wanted);
            granted = wanted;
            grantedAt = System.nanoTime();
            silent = false;
        } catch (IOException | RuntimeException e) { // asked again when it is looked at next
            if (!silent) {
                LOG.warn("the agent of ECS does not {} this task: {}", wanted ? "protect" : "release", e.getMessage());
            }
            silent = true;
        }
    }

    private static void ask(URI agent, boolean wanted) throws IOException {
        JsonObject state = new JsonObject();
        state.addProperty("ProtectionEnabled", wanted);
        if (wanted) {
            state.addProperty("ExpiresInMinutes", MINUTES);
        }
        HttpURLConnection request = (HttpURLConnection) agent.toURL().openConnection();
        request.setRequestMethod("PUT");
        request.setInstanceFollowRedirects(false);
        request.setConnectTimeout(SILENCE_MILLIS);
        request.setReadTimeout(SILENCE_MILLIS);
        request.setRequestProperty("Content-Type", "application/json");
        request.setDoOutput(true);
        request.getOutputStream().write(state.toString().getBytes(StandardCharsets.UTF_8));
        int status = request.getResponseCode();
        try (var in =
                status < HttpURLConnection.HTTP_BAD_REQUEST ? request.getInputStream() : request.getErrorStream()) {
            String answer = in == null ? "" : new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            if (status != HttpURLConnection.HTTP_OK || !isGranted(answer)) { // it may refuse with status 200 too
                throw new IOException("status " + status + ", " + answer.replaceAll("[\\s\\p{Cntrl}]+", " "));
            }
        }
    }

    private static boolean isGranted(String answer) {
        try {
            return JsonParser.parseString(answer).getAsJsonObject().has("protection");
        } catch (JsonParseException | IllegalStateException e) {
            return false;
        }
    }

    /** Asks no more; whoever closes it is about to end. */
    @Override
    public void close() {
        clock.shutdownNow();
    }
}
