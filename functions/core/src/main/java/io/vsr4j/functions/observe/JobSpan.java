package io.vsr4j.functions.observe;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.vsr4j.functions.store.NotNowException;
import java.io.IOException;
import java.util.concurrent.CancellationException;

/** One step of a job as a span of its trace. */
public final class JobSpan {
    private static final ContextKey<String> JOB = ContextKey.named("vsr.job");

    private JobSpan() {}

    /** What is done in a step. */
    public interface Work<T> {
        /**
         * Does it.
         *
         * @param span takes more attributes
         */
        T run(Span span) throws IOException;
    }

    /**
     * Does a step of a job.
     *
     * @param name of the step
     * @param job id of the job
     * @param trace {@code traceparent} that the job goes on from, unless this thread is in that trace already; null if the
     *     trace begins here
     * @param work what is done; if it fails, so has the span, but not if it was stopped or cannot be done now
     * @return what the work returns
     */
    public static <T> T run(String name, String job, String trace, Work<T> work) throws IOException {
        Span span = begin(name, job, trace);
        try (Scope scope = span.makeCurrent()) {
            return work.run(span);
        } catch (CancellationException e) {
            span.addEvent("stopped");
            throw e;
        } catch (NotNowException e) {
            span.addEvent("not now");
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            span.recordException(e);
            span.setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
            throw e;
        } finally {
            span.end();
        }
    }

    private static Span begin(String name, String job, String trace) {
        Context parent = Traces.before(trace);
        SpanContext before = Traces.span(parent);
        boolean isPart = before.isValid() && !before.isRemote();
        try (Scope scope = parent.with(JOB, job).makeCurrent()) {
            return GlobalOpenTelemetry.getOrNoop()
                    .getTracer("io.vsr4j")
                    .spanBuilder(name)
                    .setParent(parent)
                    .setSpanKind(isPart ? SpanKind.INTERNAL : SpanKind.CONSUMER)
                    .setAttribute("vsr.job", job)
                    .startSpan();
        }
    }

    /** {@return the job of which a first span is being begun on this thread, null if of none} */
    static String beginning() {
        return Context.current().get(JOB);
    }
}
