package io.vsr4j.functions.funq;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vsr4j.functions.ServiceSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {
    /** A source of variables knows them under names of its own, in which each underscore is a dot. */
    @Test
    void variablesHaveTheNamesThatTheServiceGivesThem() {
        Map<String, String> variables = Map.of(
                "VSR_DEFAULTS_CHUNK_FRAMES", "8",
                "VSR_WEIGHTS_HASH_OASIS", "a".repeat(64),
                "VSR_QUEUE_PREFIX", "mine-",
                "VSR_WEIGHTS_OASIS", "/weights");
        ServiceSettings settings = Settings.of(
                new SmallRyeConfigBuilder()
                        .withSources(new EnvConfigSource(variables, 300))
                        .withSources(new PropertiesConfigSource(Map.of("vsr.queue-prefix", "ours-"), "test", 400))
                        .build(),
                variables);

        assertThat(settings.values())
                .containsOnly(
                        Map.entry("defaults.chunk-frames", "8"),
                        Map.entry("weights-hash.oasis", "a".repeat(64)),
                        Map.entry("queue-prefix", "ours-"),
                        Map.entry("weights.oasis", "/weights"));
    }
}
