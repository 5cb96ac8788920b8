package io.vsr4j.functions.observe;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.Map;
import java.util.Optional;

/**
 * Sends the spans of this process to a collector, where a variable of the environment says which. OpenTelemetry's other
 * variables hold too. Without a collector nothing of this is loaded.
 */
public final class TraceExport implements AutoCloseable {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    /** Spans are few; those of a process that crashes should be there. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "otel.service.name", "vsr4j",
            "otel.metrics.exporter", "none",
            "otel.logs.exporter", "none",
            "otel.exporter.otlp.protocol", "http/protobuf",
            "otel.bsp.schedule.delay", "1000");

    private final OpenTelemetrySdk sdk;

    private TraceExport(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
    }

    /**
     * Begins, once in a process and before its first span.
     *
     * @param environment variables of the process
     * @return what is to be closed at the end, empty if there is no collector
     */
    public static Optional<TraceExport> open(Map<String, String> environment) {
        if (!environment.containsKey(ENDPOINT) && !environment.containsKey(TRACES_ENDPOINT)) {
            return Optional.empty();
        }
        return Optional.of(new TraceExport(AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesSupplier(() -> DEFAULTS)
                .addTracerProviderCustomizer((provider, config) -> provider.setIdGenerator(new JobTraceIds()))
                .setResultAsGlobal()
                .build()
                .getOpenTelemetrySdk()));
    }

    /** Sends what has not been sent. */
    @Override
    public void close() {
        sdk.close();
    }
}
