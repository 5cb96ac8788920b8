package io.vsr4j.functions.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What anybody may write into a request, credentials or not, must not become labels of metrics without end. */
@ApplicationScoped
public class RequestLabels {
    private static final String REQUESTS = "http.server.";
    private static final String OTHER = "OTHER";
    private static final Set<String> METHODS =
            HttpMethod.values().stream().map(HttpMethod::name).collect(Collectors.toSet());
    /** As the framework calls them. */
    private static final Pattern PATHS = Pattern.compile("root|NOT_FOUND|REDIRECTION|/index\\.html"
            + "|/models|/limits|/split|/split-detail|/upscale|/merge|/uploads|/uploads/\\{id}|/jobs|/jobs/\\{id}"
            + "|/jobs/\\{id}/(events|result|source|report|cancel|resume)"
            + "|/q/(openapi|metrics|health|health/live|health/ready|health/started)");

    /** {@return a filter of all meters} */
    @Produces
    @Singleton
    public MeterFilter known() {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                if (!id.getName().startsWith(REQUESTS)) {
                    return id;
                }
                List<Tag> tags = id.getTags().stream().map(RequestLabels::known).toList();
                return id.replaceTags(tags);
            }
        };
    }

    private static Tag known(Tag tag) {
        boolean known =
                switch (tag.getKey()) {
                    case "method" -> METHODS.contains(tag.getValue());
                    case "uri" -> PATHS.matcher(tag.getValue()).matches();
                    default -> true;
                };
        return known ? tag : Tag.of(tag.getKey(), OTHER);
    }
}
