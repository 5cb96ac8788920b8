package io.vsr4j.functions.observe;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the trace of a job goes from process to process: as W3C's {@code traceparent}, with the upload, in the manifest, and
 * with each message. Where nobody exports spans it is passed on all the same.
 */
public final class Traces {
    /** Name of the field that names the span before, of messages and of objects' metadata. */
    public static final String PARENT = "traceparent";

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<String> GETTER = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String parent) {
            return List.of(PARENT);
        }

        @Override
        public String get(String parent, String key) {
            return key.equals(PARENT) ? parent : null;
        }
    };

    private Traces() {}

    /** {@return the span that this thread works in as a {@code traceparent}, null if there is none} */
    public static String current() {
        Map<String, String> fields = new HashMap<>();
        W3C.inject(Context.current(), fields, Map::put);
        return fields.get(PARENT);
    }

    /**
     * {@return what a message of a job is sent with: this thread's span if it is one of the job's trace, else the job's own}
     *
     * @param job {@code traceparent} of the job, null if it has none
     */
    public static String current(String job) {
        return isHere(job) ? current() : job;
    }

    /**
     * Goes on with what was sent.
     *
     * @param parent a {@code traceparent}; null or none of its form begins anew
     */
    public static Scope goOn(String parent) {
        return context(parent).makeCurrent();
    }

    /** {@return what a step of a job follows: as {@link #current(String)}} */
    static Context before(String job) {
        return isHere(job) ? Context.current() : context(job);
    }

    /** {@return whether this thread works in the trace of a job, or the job has none} */
    private static boolean isHere(String job) {
        SpanContext own = span(context(job));
        return !own.isValid() || own.getTraceId().equals(span(Context.current()).getTraceId());
    }

    static SpanContext span(Context context) {
        return Span.fromContext(context).getSpanContext();
    }

    private static Context context(String parent) {
        return W3C.extract(Context.root(), parent, GETTER);
    }
}
