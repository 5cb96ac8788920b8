package io.vsr4j.functions.observe;

import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * A trace that begins with a job has the job's id for its own. Who knows the job finds the trace, and two deliveries of one
 * event, which know nothing of each other, are in one trace.
 */
public final class JobTraceIds implements IdGenerator {
    @Override
    public String generateTraceId() {
        String job = JobSpan.beginning();
        return TraceId.isValid(job) ? job : IdGenerator.random().generateTraceId();
    }

    @Override
    public String generateSpanId() {
        return IdGenerator.random().generateSpanId();
    }
}
