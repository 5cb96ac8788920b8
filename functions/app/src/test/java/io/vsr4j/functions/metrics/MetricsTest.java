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
import io.vsr4j.functions.Messages;
import io.vsr4j.functions.app.Cloud;
import io.vsr4j.functions.queue.Delivery;
import io.vsr4j.functions.queue.MessageQueue;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Each metric moves when what it measures happens, and what the documents name is there. */
@QuarkusTest
@TestProfile(MetricsTest.Polling.class)
@WithTestResource(Cloud.class)
class MetricsTest {
    private static final Path SAMPLE = Path.of("../../samples/big-buck-bunny-320x180.mp4");
    private static final Path DASHBOARD = Path.of("../../docs/grafana-dashboard.json");
    private static final Path PAGE = Path.of("../../docs/observability.md");
    private static final Pattern METRIC = Pattern.compile("\\bvsr_\\w+");
    private static final Duration LONG_POLL = Duration.ofSeconds(1);

    /** All but the merge, which the test does. */
    public static class Polling implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "vsr.poll", "true",
                    "vsr.roles", "split,upscale",
                    "vsr.worker", "tested",
                    "vsr.queue-meters-every", "0.1");
        }
    }

    @Inject
    Functions functions;

    @Inject
    S3Client s3;

    @Test
    void eachMoves() throws Exception {
        MessageQueue merge = functions.service().queues().merge();
        s3.putObject(r -> r.bucket("videos").key("incoming/m.mp4").metadata(Map.of("vsr-to", "1")), SAMPLE);
        Scrape.await(
                "the merge waits",
                () -> Scrape.now().of("vsr_queue_messages", "queue=\"vsr-merge\"", "state=\"waiting\"") == 1);
        Scrape before = Scrape.now();
        assertThat(before.of("vsr_frames_total")).isEqualTo(24);
        assertThat(before.of("vsr_chunk_seconds_count")).isEqualTo(3);
        assertThat(before.of("vsr_chunk_seconds_sum")).isPositive();
        assertThat(before.of("vsr_frames_per_second", "worker=\"tested\"")).isPositive();
        assertThat(before.of("vsr_device_memory_bytes", "worker=\"tested\"")).isGreaterThan(1 << 20);
        assertThat(before.of("vsr_queue_age_seconds_count", "queue=\"vsr-ingest\""))
                .isEqualTo(1);
        assertThat(before.of("vsr_queue_age_seconds_count", "queue=\"vsr-chunks-normal\""))
                .isEqualTo(3);
        assertThat(before.of("vsr_queue_age_seconds_sum")).isPositive();
        assertThat(before.of("vsr_retries_total")).isZero();
        assertThat(before.of("vsr_jobs_total", "state=\"begun\"")).isEqualTo(1);
        assertThat(before.of("vsr_jobs_total", "state=\"done\"")).isZero();
        assertThat(before.of("vsr_merge_seconds_count")).isZero();

        JobStatus job = new Jobs(functions.service()).all().get(0);
        assertThat(merge.receive(Duration.ZERO, LONG_POLL)).isPresent(); // by somebody who ends at once
        Delivery again = merge.receive(Duration.ofMinutes(1), LONG_POLL).orElseThrow();
        Scrape.await(
                "the merge is worked on",
                () -> Scrape.now().of("vsr_queue_messages", "queue=\"vsr-merge\"", "state=\"delivered\"") == 1);
        Messages.merge(functions).run(again, () -> false);
        again.delete();
        Scrape after = Scrape.now();
        assertThat(after.of("vsr_retries_total", "queue=\"vsr-merge\"")).isEqualTo(1);
        assertThat(after.of("vsr_jobs_total", "state=\"done\"")).isEqualTo(1);
        assertThat(after.of("vsr_merge_seconds_count")).isEqualTo(1);
        assertThat(after.of("vsr_merge_seconds_sum")).isPositive();
        assertThat(new Jobs(functions.service()).status(job.job()).orElseThrow().state())
                .isEqualTo(JobStatus.State.DONE);

        s3.putObject(r -> r.bucket("videos").key("incoming/no-video.mp4"), RequestBody.fromString("no video"));
        Scrape.await("a job has failed", () -> Scrape.now().of("vsr_jobs_total", "state=\"failed\"") == 1);
        JobStatus failed = new Jobs(functions.service())
                .all().stream()
                        .filter(j -> j.state() == JobStatus.State.FAILED)
                        .findFirst()
                        .orElseThrow();
        new Jobs(functions.service()).cancel(failed.job());
        new Jobs(functions.service()).cancel(failed.job());
        assertThat(Scrape.now().of("vsr_jobs_total", "state=\"cancelled\"")).isEqualTo(1);

        namesAreThere(Scrape.now().names());
    }

    private static void namesAreThere(Set<String> there) throws IOException {
        Set<String> ours = new TreeSet<>();
        there.stream().filter(name -> name.startsWith("vsr_")).forEach(ours::add);
        Set<String> shown = new TreeSet<>();
        queries(new ObjectMapper().readTree(DASHBOARD.toFile()), shown);
        assertThat(ours).containsAll(shown);
        Set<String> explained = names(Files.readString(PAGE));
        Set<String> families = new TreeSet<>(ours); // a page may name a histogram as a whole, a query may not
        ours.stream().filter(name -> name.endsWith("_count")).forEach(name -> families.add(name.replace("_count", "")));
        assertThat(families).containsAll(explained);
        for (String metric : List.of(
                "vsr_queue_age_seconds",
                "vsr_queue_messages",
                "vsr_chunk_seconds",
                "vsr_merge_seconds",
                "vsr_frames_total",
                "vsr_frames_per_second",
                "vsr_retries_total",
                "vsr_jobs_total",
                "vsr_device_memory_bytes")) {
            assertThat(shown).as(metric).anyMatch(name -> name.startsWith(metric));
            assertThat(explained).as(metric).anyMatch(name -> name.startsWith(metric));
        }
    }

    /** The metrics that a dashboard's panels ask for; each panel asks for some. */
    private static void queries(JsonNode dashboard, Set<String> names) {
        assertThat(dashboard.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(38); // Grafana 10
        assertThat(dashboard.get("panels")).isNotEmpty();
        for (JsonNode panel : dashboard.get("panels")) {
            if (panel.get("type").asText().equals("row")) {
                continue;
            }
            assertThat(panel.get("targets")).as(panel.get("title").asText()).isNotEmpty();
            for (JsonNode target : panel.get("targets")) {
                Set<String> asked = names(target.get("expr").asText());
                assertThat(asked).as(target.toString()).isNotEmpty();
                names.addAll(asked);
            }
        }
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher found = METRIC.matcher(text);
        while (found.find()) {
            names.add(found.group());
        }
        return names;
    }
}
