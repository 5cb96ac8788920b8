package io.vsr4j.functions.app;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** The page stands at {@code /}, where CloudEvents are posted; those who serve them would refuse a GET. */
@ApplicationScoped
public class PageRoute {
    private static final String PAGE = "/index.html";
    /** Before all that serves, after all that checks. */
    private static final int ORDER = -1;

    void register(@Observes Router router) {
        router.route("/")
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(ORDER)
                .handler(context -> context.reroute(PAGE));
    }
}
