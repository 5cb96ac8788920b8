package io.vsr4j.functions.access;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vsr4j.functions.api.Problem;
import io.vsr4j.functions.store.MultipartUpload;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Refuses what other web pages make a browser send. A name of a stranger that leads to this machine is told by {@code Host}
 * (on a loopback address, where nobody has to sign in), a page of another origin by {@code Origin} and {@code
 * Sec-Fetch-Site}. Programs that are no browsers send neither.
 */
@ApplicationScoped
public class SameOrigin {
    /** Before anything else looks at a request, authentication as well. */
    private static final int FIRST = 1000;

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Set<String> OWN = Set.of("same-origin", "none");
    /** As it is asked for, and as it is found. */
    private static final Set<String> PAGE = Set.of("/", "/index.html");

    /** The page loads nothing from elsewhere, sends large videos straight to the bucket, and is framed by nobody. */
    private static final String POLICY = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:;"
            + " connect-src 'self' %s; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static final int FORBIDDEN = 403;

    private final Access access;
    /** Names by which a proxy of the same machine, or the same pod, is called that passes requests on. */
    private final Set<String> hosts;

    private volatile String policy = POLICY.formatted("");

    SameOrigin(Access access, @ConfigProperty(name = "vsr.hosts") Optional<Set<String>> hosts) {
        this.access = access;
        this.hosts = hosts.orElse(Set.of());
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, FIRST);
    }

    /** When it is connected; nothing answers before. */
    void allowUploads(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event, MultipartUpload parts) {
        policy = POLICY.formatted(parts.origin());
    }

    private void filter(RoutingContext context) {
        secure(context.response());
        Optional<String> refusal = refusal(context.request());
        if (refusal.isEmpty()) {
            context.next();
            return;
        }
        Problem.of(FORBIDDEN, refusal.get()).end(context.response());
    }

    /** No answer is taken for what it does not say it is. */
    private void secure(HttpServerResponse response) {
        response.putHeader("Content-Security-Policy", policy)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin")
                .putHeader("Cross-Origin-Opener-Policy", "same-origin");
    }

    private Optional<String> refusal(HttpServerRequest request) {
        String host = request.getHeader("Host");
        if (host == null || request.headers().getAll("Host").size() > 1) {
            return Optional.of("a request must name one host, in the header Host");
        }
        if (!access.needsCredentials()
                && !isOwn(host.toLowerCase(Locale.ROOT), request.localAddress().port())) {
            return Optional.of("this service is for this machine: call it http://127.0.0.1:"
                    + request.localAddress().port() + ", not by the name in the header Host");
        }
        String origin = request.getHeader("Origin");
        if (origin != null && !host.equalsIgnoreCase(authority(origin))) {
            return Optional.of("requests of web pages of other origins are not answered; the header Origin names one");
        }
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !OWN.contains(site) && !isLink(request)) {
            return Optional.of(
                    "requests of web pages of other origins are not answered; the header Sec-Fetch-Site tells of one");
        }
        return Optional.empty();
    }

    private boolean isOwn(String host, int port) {
        int colon = host.lastIndexOf(':');
        boolean hasPort = colon > host.lastIndexOf(']');
        String name = hasPort ? host.substring(0, colon) : host;
        if (hosts.contains(name)) {
            return true; // its port is the proxy's
        }
        return LOOPBACK.contains(name) && (hasPort ? host.substring(colon + 1).equals("" + port) : port == 80);
    }

    /** Somebody has followed a link to the page. */
    private static boolean isLink(HttpServerRequest request) {
        return request.method().equals(HttpMethod.GET)
                && PAGE.contains(request.path())
                && "navigate".equals(request.getHeader("Sec-Fetch-Mode"))
                && "document".equals(request.getHeader("Sec-Fetch-Dest"));
    }

    private static String authority(String origin) {
        try {
            URI uri = URI.create(origin);
            return uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
