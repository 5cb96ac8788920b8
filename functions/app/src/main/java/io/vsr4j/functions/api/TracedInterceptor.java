package io.vsr4j.functions.api;

import io.opentelemetry.context.Scope;
import io.vertx.core.http.HttpServerRequest;
import io.vsr4j.functions.observe.Traces;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Works in the trace of the request, unless the thread is in one already, such as that of an agent. */
@Traced
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class TracedInterceptor {
    @Inject
    HttpServerRequest request;

    @AroundInvoke
    Object goOn(InvocationContext call) throws Exception {
        if (Traces.current() != null) {
            return call.proceed();
        }
        try (Scope trace = Traces.goOn(request.getHeader(Traces.PARENT))) {
            return call.proceed();
        }
    }
}
