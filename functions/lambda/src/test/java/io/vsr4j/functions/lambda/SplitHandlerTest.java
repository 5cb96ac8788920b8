package io.vsr4j.functions.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.Jobs;
import io.vsr4j.functions.event.IngestMessage;
import io.vsr4j.functions.job.Manifest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** Split as Lambda calls it, without libtorch, weights or a GPU. */
@QuarkusTest
@WithTestResource(Cloud.class)
class SplitHandlerTest {
    @Inject
    Functions functions;

    @Inject
    S3Client s3;

    private List<String> jobs() throws Exception {
        return functions.service().store().folders(FunctionsConfig.JOBS);
    }

    @Test
    void plansForGpusWithAHashAlone() throws Exception {
        assertThat(getClass().getClassLoader().getResource("native/lib/pytorch.properties"))
                .as("libtorch")
                .isNull();
        Events.put(s3, "incoming/a b+ü.mp4");
        String job = Events.call(Events.notification("incoming/a b+ü.mp4"))
                .statusCode(200)
                .body("jobs", hasSize(1))
                .extract()
                .path("jobs[0]");
        Manifest manifest = functions.service().manifest(job).orElseThrow();
        assertThat(manifest.source().key()).isEqualTo("incoming/a b+ü.mp4");
        assertThat(manifest.plan().model().id()).isEqualTo("oasis");
        assertThat(manifest.plan().model().weights()).isEqualTo(Cloud.HASH);
        assertThat(manifest.plan().run().device()).isEqualTo("gpu");
        assertThat(manifest.plan().run().window()).isEqualTo(33);
    }

    @Test
    void restoringIsNoFunctionHere() {
        Exported.require("merge");
        assertThatThrownBy(() -> Exported.require("upscale"))
                .hasMessageContaining(
                        "VSR_FUNCTION must be one of split, split-messages, split-detail, merge, merge-messages, got 'upscale'");
    }

    @Test
    void oneOfTwoRecordsFails() throws Exception {
        Events.put(s3, "incoming/two.mp4");
        int before = jobs().size();
        Events.call(Events.messages(Events.notification("incoming/two.mp4"), "{\"hello\": 1}"))
                .statusCode(200)
                .body("batchItemFailures.itemIdentifier", contains("1"));
        assertThat(jobs()).hasSize(before + 1);
        Events.call(Events.messages(Events.notification("incoming/two.mp4"), Events.notification("incoming/two.mp4")))
                .statusCode(200)
                .body("batchItemFailures", empty());
        assertThat(jobs()).as("delivered three times, one job").hasSize(before + 1);
    }

    @Test
    void takesWhatElseComesThroughTheQueue() throws Exception {
        String test = "{\"Service\": \"Amazon S3\", \"Event\": \"s3:TestEvent\", \"Bucket\": \"videos\"}";
        Events.call(test).statusCode(200).body("jobs", empty());
        Events.call(Events.messages(test)).statusCode(200).body("batchItemFailures", empty());

        Events.put(s3, "elsewhere/asked.mp4");
        int before = jobs().size();
        String asked = IngestMessage.request(Cloud.BUCKET, "elsewhere/asked.mp4", Map.of("seed", "3"));
        Events.call(Events.messages(asked)).statusCode(200).body("batchItemFailures", empty());
        assertThat(jobs()).hasSize(before + 1);
    }

    @Test
    void takesTheEnvelopeOfEventBridge() {
        Events.put(s3, "incoming/é+1.mp4");
        String envelope = """
                {"version": "0", "id": "1", "detail-type": "Object Created", "source": "aws.s3", "account": "0",
                 "resources": ["arn:aws:s3:::videos"],
                 "detail": {"bucket": {"name": "videos"}, "object": {"key": "incoming/é+1.mp4", "size": 1}}}
                """;
        String job = Events.call(envelope).statusCode(200).extract().path("jobs[0]");
        Events.call(Events.notification("incoming/é+1.mp4")).body("jobs", contains(job));
        Events.call(Events.messages(envelope)).body("batchItemFailures", empty());
    }

    /** The job has failed, and says why; nobody needs to send the event again. */
    @Test
    void whatHasNoWeightsHereSaysSo() throws Exception {
        Events.put(s3, "incoming/lite.mp4", Map.of("vsr-model", "litevsr"));
        String job =
                Events.call(Events.notification("incoming/lite.mp4")).extract().path("jobs[0]");
        assertThat(new Jobs(functions.service())
                        .status(job)
                        .orElseThrow()
                        .failures()
                        .get(0)
                        .reason())
                .contains("model 'litevsr' has no weights here")
                .contains("vsr.weights-hash.litevsr");
    }

    @Test
    void anEventOfAnotherKindIsAnError() {
        Events.call("{\"hello\": 1}")
                .statusCode(500)
                .body(containsString("it has no Records"), not(containsString("secret")));
    }
}
