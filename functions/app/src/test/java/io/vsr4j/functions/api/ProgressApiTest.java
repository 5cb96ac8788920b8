package io.vsr4j.functions.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.app.Cloud;
import io.vsr4j.functions.job.JobKeys;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What workers tell of their chunks, where nobody restores but the test says what they would. */
@QuarkusTest
@TestProfile(LimitsApiTest.Narrow.class)
@WithTestResource(Cloud.class)
class ProgressApiTest {
    @Inject
    Service service;

    @Test
    void framesOfRunningChunksCount() throws Exception {
        String id = Client.submit("pia", Client.SECOND).jsonPath().getString("id");
        JsonPath waiting = Client.await(id, "restoring");
        assertThat(waiting.getList("progress.chunks.state"))
                .containsOnly("waiting")
                .hasSize(3);
        assertThat(waiting.getString("progress.framesPerSecond")).isNull();
        assertThat(waiting.getString("progress.secondsLeft")).isNull();

        JobKeys keys = Service.keys(id);
        service.store().put(keys.progress(0), "{\"frames\": 4, \"seconds\": 8.0, \"worker\": \"a\", \"at\": \"\"}");
        service.store().put(keys.progress(2), "{\"frames\": 6, \"seconds\": 4.0, \"worker\": \"b\", \"at\": \"\"}");
        JsonPath running = Client.await(id, job -> job.getInt("progress.frames") == 10);
        assertThat(running.getList("progress.chunks.state")).isEqualTo(List.of("running", "waiting", "running"));
        assertThat(running.getList("progress.chunks.done")).isEqualTo(List.of(4, 0, 6));
        assertThat(running.getDouble("progress.framesPerSecond")).isEqualTo(2);
        assertThat(running.getDouble("progress.secondsLeft")).isEqualTo(7);

        // Then the first is there.
        service.store().put(keys.chunk(0), "a chunk");
        JsonPath one = Client.await(id, job -> job.getInt("progress.frames") == 14);
        assertThat(one.getList("progress.chunks.state")).isEqualTo(List.of("done", "waiting", "running"));
        assertThat(one.getList("progress.chunks.done")).isEqualTo(List.of(8, 0, 6));
        assertThat(one.getDouble("progress.framesPerSecond")).isEqualTo(1.5);
    }
}
