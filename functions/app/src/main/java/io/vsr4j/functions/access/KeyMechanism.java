package io.vsr4j.functions.access;

import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import io.vsr4j.functions.api.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * Knows users by their keys, in {@code X-API-Key}, or as the password of Basic authentication, which browsers ask for by
 * themselves.
 */
@ApplicationScoped
public class KeyMechanism implements HttpAuthenticationMechanism {
    /** Role of users who see all jobs. */
    public static final String OPERATOR = "operator";

    private static final String HEADER = "X-API-Key";
    private static final String BASIC = "Basic ";
    private static final String CHALLENGE = "Basic realm=\"vsr4j\", charset=\"UTF-8\"";
    private static final String SIGN_IN =
            "this needs a key, in the header X-API-Key or as the password of Basic authentication";
    private static final int UNAUTHORIZED = 401;

    private final Access access;

    KeyMechanism(Access access) {
        this.access = access;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        if (access.keys().users().isEmpty()) {
            return Uni.createFrom().optional(Optional.empty());
        }
        String key = context.request().getHeader(HEADER);
        String authorization = context.request().getHeader("Authorization");
        if (key != null) {
            return identity(access.keys().user(key));
        }
        if (authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return identity(basic(authorization.substring(BASIC.length()).trim()));
        }
        return Uni.createFrom().optional(Optional.empty()); // perhaps another mechanism's
    }

    private Optional<ApiKeys.User> basic(String encoded) {
        try {
            String[] nameAndKey = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).split(":", 2);
            return nameAndKey.length < 2
                    ? Optional.empty()
                    : access.keys().user(nameAndKey[1]).filter(user -> user.name()
                            .equals(nameAndKey[0]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Uni<SecurityIdentity> identity(Optional<ApiKeys.User> found) {
        // Whose key is wrong is nobody, who is asked for credentials.
        return Uni.createFrom().optional(found.map(user -> QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(user.name()))
                .addRoles(user.operator() ? Set.of(OPERATOR) : Set.of())
                .build()));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return access.keys().users().isEmpty()
                ? Uni.createFrom().nullItem()
                : Uni.createFrom().item(new ChallengeData(UNAUTHORIZED, "WWW-Authenticate", CHALLENGE));
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        if (access.keys().users().isEmpty()) {
            return Uni.createFrom().item(false);
        }
        context.response().putHeader("WWW-Authenticate", CHALLENGE);
        Problem.of(UNAUTHORIZED, SIGN_IN).end(context.response());
        return Uni.createFrom().item(true);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }
}
