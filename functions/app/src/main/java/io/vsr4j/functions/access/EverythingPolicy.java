package io.vsr4j.functions.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/**
 * Holds for every path, also for those of libraries: where credentials are needed, only two answer without, to probes, and
 * functions answer operators alone.
 */
@ApplicationScoped
public class EverythingPolicy implements HttpSecurityPolicy {
    private static final Set<String> FOR_PROBES = Set.of("/q/health/live", "/q/health/ready");
    /** Paths that look themselves whose job it is. */
    private static final List<String> API = List.of("/jobs", "/uploads");

    private static final Uni<CheckResult> PERMIT = Uni.createFrom().item(CheckResult.PERMIT);
    private static final Uni<CheckResult> DENY = Uni.createFrom().item(CheckResult.DENY);

    private final Access access;

    EverythingPolicy(Access access) {
        this.access = access;
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext context, Uni<SecurityIdentity> identity, AuthorizationRequestContext requestContext) {
        if (!access.needsCredentials() || FOR_PROBES.contains(context.request().path())) {
            return PERMIT;
        }
        return identity.flatMap(known -> {
            boolean may = !known.isAnonymous() && (isForUsers(context) || known.hasRole(KeyMechanism.OPERATOR));
            return may ? PERMIT : DENY;
        });
    }

    /** Functions, which know no users, are called by POST and are for operators. */
    private static boolean isForUsers(RoutingContext context) {
        HttpMethod method = context.request().method();
        String path = context.normalizedPath();
        return method.equals(HttpMethod.GET)
                || method.equals(HttpMethod.HEAD)
                || API.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
    }
}
