package io.vsr4j.functions.api;

import io.quarkus.test.Mock;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;

/** Who the header X-Test-User says, and if it says nothing, who it is in truth. */
@Mock
@RequestScoped
public class TestCaller extends Caller {
    static final String HEADER = "X-Test-User";

    @Inject
    HttpServerRequest request;

    @Override
    public String name() {
        String name = request.getHeader(HEADER);
        return name == null ? super.name() : name;
    }

    @Override
    public boolean operator() {
        return request.getHeader(HEADER) == null && super.operator();
    }
}
