package io.vsr4j.functions.api;

import jakarta.enterprise.context.RequestScoped;

/** Who makes the request that is being answered. */
@RequestScoped
public class Caller {
    private static final String LOCAL = "local";

    /** {@return name of the user; jobs are kept under it} */
    public String name() {
        return LOCAL;
    }

    /** {@return whether the user sees the jobs of others, and may ask for videos of any bucket} */
    public boolean operator() {
        return true;
    }

    /** {@return whether the user has said who he is} */
    public boolean signedIn() {
        return false;
    }
}
