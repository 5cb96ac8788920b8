package io.vsr4j.functions.access;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Holds for every path, also for those of libraries: where credentials are needed, only two answer without, to probes. */
@ApplicationScoped
public class EverythingPolicy implements HttpSecurityPolicy {
    private static final Set<String> FOR_PROBES = Set.of("/q/health/live", "/q/health/ready");
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
        return identity.flatMap(known -> known.isAnonymous() ? DENY : PERMIT);
    }
}
