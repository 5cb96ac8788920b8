package io.vsr4j.functions.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** A process that polls restores what is put, and needs no caller. */
@QuarkusTest
@TestProfile(PollingTest.Polling.class)
@WithTestResource(Cloud.class)
class PollingTest {
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    /** All but the merge, which the test calls for. */
    public static class Polling implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("vsr.poll", "true", "vsr.roles", "split,upscale", "vsr.worker", "tested");
        }
    }

    @Inject
    Functions functions;

    @Inject
    S3Client s3;

    @Test
    void restoresWhatIsPutAndNoMoreThanItsRoles() throws Exception {
        Videos.put(s3, "incoming/polled.mp4");
        JobStatus job = await(JobStatus.State.MERGING);
        Thread.sleep(500);
        assertThat(await(JobStatus.State.MERGING).job()).isEqualTo(job.job());

        String result = given().contentType("application/json")
                .body("{\"job\": \"" + job.job() + "\"}")
                .post("/merge")
                .then()
                .statusCode(200)
                .body("state", equalTo("done"))
                .extract()
                .path("result");
        Videos.assertRestored(functions.service(), job.job(), result);
    }

    private JobStatus await(JobStatus.State state) throws Exception {
        Jobs jobs = new Jobs(functions.service());
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            List<JobStatus> all = jobs.all();
            if (all.size() == 1 && all.get(0).state() == state) {
                return all.get(0);
            }
            if (System.nanoTime() > until) {
                throw new AssertionError("expected one job that is " + state + ", got " + all);
            }
            Thread.sleep(100);
        }
    }
}
