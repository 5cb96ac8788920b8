package io.vsr4j.models.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import org.junit.jupiter.api.Test;

class SchedulerToleranceTest {
    @Test
    void readsEveryKindOfTolerance() {
        JsonObject rules = JsonParser.parseString("{'timesteps': 'exact', 'sigmas': 1e-6,"
                        + " 'x': '2e-5 times the largest absolute value of the tensor, at least 2e-5', 'others': 0.5}")
                .getAsJsonObject();

        assertThat(SchedulerTolerance.of(rules, "shift5.steps1.timesteps", 9)).isZero();
        assertThat(SchedulerTolerance.of(rules, "timesteps.leading.steps4", 9)).isZero();
        assertThat(SchedulerTolerance.of(rules, "shift5.steps1.sigmas", 9)).isEqualTo(1e-6);
        assertThat(SchedulerTolerance.of(rules, "ddim.epsilon.steps4.x", 10)).isEqualTo(2e-4);
        assertThat(SchedulerTolerance.of(rules, "ddim.epsilon.steps4.x", 0.1)).isEqualTo(2e-5);
        assertThat(SchedulerTolerance.of(rules, "add_noise.t1", 9)).isEqualTo(0.5);
        assertThat(SchedulerTolerance.of(new JsonPrimitive("exact (no ties)"), "d", 9))
                .isZero();
    }
}
