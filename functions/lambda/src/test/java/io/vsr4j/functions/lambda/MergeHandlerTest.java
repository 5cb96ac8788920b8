package io.vsr4j.functions.lambda;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.event.S3Notification;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Merge as Lambda calls it. */
@QuarkusTest
@TestProfile(MergeHandlerTest.Merge.class)
@WithTestResource(Cloud.class)
class MergeHandlerTest {
    /** The other function. */
    public static class Merge implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("VSR_FUNCTION", "merge");
        }
    }

    @Inject
    Functions functions;

    @Inject
    S3Client s3;

    @Test
    void answersForTheJobsOfItsMessages() throws Exception {
        Events.put(s3, "incoming/merged.mp4");
        String job = functions
                .split(S3Notification.created(Cloud.BUCKET, "incoming/merged.mp4", 1, "")
                        .puts()
                        .get(0))
                .orElseThrow();
        String mine = "{\"job\": \"" + job + "\"}";
        Events.call(mine).statusCode(200).body("state", equalTo("restoring"));
        Events.call(Events.messages(mine)).statusCode(200).body("batchItemFailures", empty());
        Events.call(Events.messages("{\"job\": \"" + "0".repeat(32) + "\"}", mine))
                .statusCode(200)
                .body("batchItemFailures.itemIdentifier", contains("0"));
    }
}
