package io.vsr4j.functions.api;

import io.quarkus.security.identity.SecurityIdentity;
import io.vsr4j.functions.access.KeyMechanism;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;

/** Who makes the request that is being answered. Where nobody has to say who he is, everybody is the machine's user. */
@RequestScoped
public class Caller {
    private static final String LOCAL = "local";

    @Inject
    SecurityIdentity identity;

    /** {@return name of the user; jobs are kept under it} */
    public String name() {
        return signedIn() ? identity.getPrincipal().getName() : LOCAL;
    }

    /** {@return whether the user sees the jobs of others, and may ask for videos of any bucket} */
    public boolean operator() {
        return !signedIn() || identity.hasRole(KeyMechanism.OPERATOR);
    }

    /** {@return whether the user has said who he is} */
    public boolean signedIn() {
        return !identity.isAnonymous();
    }
}
