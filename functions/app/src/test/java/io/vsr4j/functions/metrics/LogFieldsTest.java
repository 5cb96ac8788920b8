package io.vsr4j.functions.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.JobStatus;
import io.vsr4j.functions.Jobs;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.app.Cloud;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** In the cloud a line of the log is an object that names the job and the chunk it is about. */
@QuarkusTest
@TestProfile(LogFieldsTest.InTheCloud.class)
@WithTestResource(Cloud.class)
class LogFieldsTest {
    /** What must be set there. */
    public static class InTheCloud implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "vsr.profile", "cloud",
                    "vsr.api-keys", "ann:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                    "vsr.poll", "true");
        }
    }

    private static final Path SAMPLE = Path.of("../../samples/big-buck-bunny-320x180.mp4");
    private static final String OTHER = "0123456789abcdef0123456789abcdef";
    private static final Logger ROOT = LogContext.getLogContext().getLogger("");

    @Inject
    Functions functions;

    @Inject
    S3Client s3;

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler copy = new ExtHandler() {
        @Override
        protected void doPublish(ExtLogRecord record) {
            record.copyAll();
            lines.add(consoles().get(0).format(record));
        }
    };

    /** As they are configured. */
    private static List<Formatter> consoles() {
        List<Formatter> formatters = new ArrayList<>();
        collect(ROOT.getHandlers(), formatters);
        return formatters;
    }

    private static void collect(Handler[] handlers, List<Formatter> formatters) {
        for (Handler handler : handlers) {
            if (handler.getClass().getSimpleName().contains("Console")) {
                formatters.add(handler.getFormatter());
            } else if (handler instanceof ExtHandler several) {
                collect(several.getHandlers(), formatters);
            }
        }
    }

    @BeforeEach
    void listen() {
        ROOT.addHandler(copy);
    }

    @AfterEach
    void leave() {
        ROOT.removeHandler(copy);
    }

    @Test
    void linesOfAJobBearItsIdAndThoseOfAChunkItsIndex() throws Exception {
        s3.putObject(r -> r.bucket("videos").key("incoming/logged.mp4").metadata(Map.of("vsr-to", "1")), SAMPLE);
        Jobs jobs = new Jobs(functions.service());
        Scrape.await(
                "the job is done",
                () -> jobs.all().size() == 1 && jobs.all().get(0).state() == JobStatus.State.DONE);
        String job = jobs.all().get(0).job();
        Scrape.await("all is logged", () -> !of("Merge").isEmpty());
        assertThat(of("ChunkWork"))
                .allSatisfy(line -> assertThat(line.at("/mdc/job").asText()).isEqualTo(job))
                .extracting(line -> line.at("/mdc/chunk").asText())
                .containsExactlyInAnyOrder("0", "1", "2");
        for (String step : List.of("Split", "Merge")) {
            assertThat(of(step)).isNotEmpty().allSatisfy(line -> {
                assertThat(line.at("/mdc/job").asText()).isEqualTo(job);
                assertThat(line.at("/mdc/chunk").isMissingNode()).isTrue();
            });
        }
        assertThat(of("Split").get(0).at("/mdc/video").asText()).isEqualTo("incoming/logged.mp4");

        // What becomes of a message is logged by the queue's code, which knows it as well.
        functions.service().store().put(Service.keys(OTHER).manifest(), "{}");
        functions.service().queues().chunks().get("normal").send(List.of("{\"job\":\"" + OTHER + "\",\"chunk\":7}"));
        Scrape.await("it is given up", () -> !of("Settler").isEmpty());
        assertThat(of("Settler")).allSatisfy(line -> {
            assertThat(line.at("/mdc/job").asText()).isEqualTo(OTHER);
            assertThat(line.at("/mdc/chunk").asText()).isEqualTo("7");
        });
    }

    private List<JsonNode> of(String type) throws Exception {
        List<JsonNode> found = new ArrayList<>();
        for (String line : lines) {
            JsonNode json = new ObjectMapper().readTree(line); // each is one
            if (json.at("/loggerName").asText().endsWith("." + type)) {
                found.add(json);
            }
        }
        return found;
    }
}
