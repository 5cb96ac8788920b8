package io.vsr4j.functions.api;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A process that restores what comes in, and answers. */
public class Working implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "vsr.poll", "true", "vsr.worker", "api", "vsr.progress-every", "0.02", "vsr.still-here", "PT0.2S");
    }
}
