package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** The service as its users meet it: real processes, real servers, any client of S3. */
class ServeTest {
    private static final int FRAMES = 40;

    @TempDir
    Path folder;

    private Path clip;

    @BeforeEach
    void makeClip() throws IOException {
        clip = Y4m.write(folder.resolve("clip.y4m"), 64, 36, FRAMES);
    }

    @Test
    void whatComesBackIsWhatUpscaleMakesFrameForFrame() throws Exception {
        Path h264 = upscaled("clip_h264.mkv", "--codec", "h264", "--chunk-frames", "8");
        Path ffv1 = upscaled("clip_ffv1.mkv", "--codec", "ffv1", "--scale", "2");
        try (ServiceRun service = ServiceRun.ready(folder, "--workers", "2");
                S3Client s3 = service.s3()) {
            assertThat(service.workers()).hasSize(3);

            CommandRun submitted = service.command(
                    "submit", clip.toString(), "--wait", "--json", "--set", "codec=h264", "--set", "chunk-frames=8");
            s3.putObject(
                    r -> r.bucket("videos")
                            .key("incoming/a b/clip.y4m")
                            .metadata(Map.of("vsr-codec", "ffv1", "vsr-chunk-frames", "8", "vsr-scale", "2")),
                    clip);

            assertThat(submitted.exit()).as(submitted.err() + service.err()).isZero();
            JsonObject job = submitted.json().getAsJsonArray("jobs").get(0).getAsJsonObject();
            assertThat(job.get("state").getAsString()).isEqualTo("done");
            assertThat(job.get("finished").getAsInt()).isEqualTo(FRAMES / 8);
            Path bySubmit = folder.resolve("by-submit.mkv");
            s3.getObject(r -> r.bucket("videos").key(job.get("result").getAsString()), bySubmit);
            assertThat(Decoded.of(bySubmit)).isEqualTo(Decoded.of(h264));
            Path byPut = service.result(s3, "a b/clip.y4m/", folder.resolve("by-put.mkv"));
            assertThat(Decoded.of(byPut)).isEqualTo(Decoded.of(ffv1));

            jobsAreToldOf(service, job.get("job").getAsString());
            assertThat(service.stop()).isZero();
            assertThat(service.lines()).hasSize(6);
            assertThat(service.err().lines())
                    .allMatch(line -> line.matches("(.* )?INFO +io\\.vsr4j\\..*"), "is an event");
            assertThat(service.err().lines().filter(line -> line.contains(" chunk")))
                    .isNotEmpty()
                    .allMatch(line -> line.matches(".* job [0-9a-f]{32}: .*"), "names its job");
        }
    }

    @Test
    void verboseLetsTheLibrariesOfAllProcessesSpeak() throws Exception {
        try (ServiceRun service = ServiceRun.ready(folder, "--verbose")) {
            CommandRun submitted = service.command("submit", clip.toString(), "--wait", "--set", "model=bicubic");
            assertThat(submitted.exit()).as(submitted.err()).isZero();
            assertThat(service.stop()).isZero();
            assertThat(service.lines()).hasSize(6);
            assertThat(service.err()).contains("Installed features: [").containsPattern("INFO +ai\\.djl\\.");
        }
    }

    private void jobsAreToldOf(ServiceRun service, String id) {
        CommandRun all = service.command("jobs");
        assertThat(all.out().lines()).hasSize(2).allMatch(line -> line.contains("  done  5/5  results/"));
        assertThat(service.command("jobs", "--json").json().getAsJsonArray("jobs"))
                .hasSize(2);
        assertThat(service.command("job", id).out()).startsWith(id + "  done  5/5  results/");
        assertThat(service.command("job", id, "--cancel"))
                .isEqualTo(new CommandRun(2, "", "vsr: job " + id + " is done; there is nothing to cancel\n"));
        assertThat(service.command("job", id, "--resume", "--json")
                        .json()
                        .get("state")
                        .getAsString())
                .isEqualTo("done");
        assertThat(service.command("job", "f".repeat(32)))
                .isEqualTo(new CommandRun(
                        2, "", "vsr: there is no job '" + "f".repeat(32) + "'; 'vsr jobs' lists them\n"));
        assertThat(service.command("submit", folder.resolve("none.mp4").toString())
                        .err())
                .isEqualTo("vsr: " + folder.resolve("none.mp4") + ": there is no such file\n");
        assertThat(service.command("submit", "s3://videos/nothing/").err())
                .isEqualTo("vsr: s3://videos/nothing/: there is no video below it\n");
        assertThat(service.command("submit", clip.toString(), "--set", "speed=2")
                        .err())
                .startsWith("vsr: there is no setting 'speed'; there are model, scale,");
    }

    @Test
    void killedAtAnyInstantItGoesOnToOneResult() throws Exception {
        Path whole = upscaled("whole.mkv", "--codec", "ffv1");
        List<ProcessHandle> workers;
        String job;
        try (ServiceRun service = ServiceRun.ready(folder);
                S3Client s3 = service.s3()) {
            CommandRun submitted = service.command(
                    "submit", clip.toString(), "--set", "codec=ffv1", "--set", "chunk-frames=2", "--json");
            assertThat(submitted.exit()).as(submitted.err()).isZero();
            job = submitted
                    .json()
                    .getAsJsonArray("jobs")
                    .get(0)
                    .getAsJsonObject()
                    .get("job")
                    .getAsString();
            // What is being written is shown too, under a longer name.
            while (s3.listObjectsV2(r -> r.bucket("videos").prefix("jobs/" + job + "/chunks/")).contents().stream()
                            .filter(chunk -> chunk.key().matches(".*/\\d+"))
                            .count()
                    < 3) {
                service.process().waitFor(10, TimeUnit.MILLISECONDS);
            }
            workers = service.workers();
            service.process().destroyForcibly().waitFor();
        }
        assertThat(workers).hasSize(2);
        for (ProcessHandle worker : workers) { // they end with it
            worker.onExit().get(1, TimeUnit.MINUTES);
        }
        try (ServiceRun service = ServiceRun.ready(folder);
                S3Client s3 = service.s3()) {
            JsonObject again = service.get("/jobs/" + job);
            assertThat(again.getAsJsonObject("progress").get("frames").getAsInt())
                    .as("the API shows the job with what was done before")
                    .isGreaterThanOrEqualTo(6);
            Path made = service.result(s3, "", folder.resolve("made.mkv"));

            assertThat(Decoded.of(made)).isEqualTo(Decoded.of(whole));
            assertThat(service.command("jobs").out().lines()).hasSize(1);
            while (!service.get("/jobs/" + job).get("state").getAsString().equals("done")) {
                service.process().waitFor(50, TimeUnit.MILLISECONDS); // the result is there a little before
            }
            service.workers().forEach(ProcessHandle::destroyForcibly);
            CommandRun other = service.command("submit", clip.toString(), "--set", "codec=h265", "--wait");
            assertThat(other.out()).as(other.err()).contains("  done  ");
        }
    }

    @Test
    void whatCannotBeHadIsSaidInOneLine() throws Exception {
        try (ServiceRun service = ServiceRun.ready(folder, "--workers", "0");
                ServiceRun second = ServiceRun.start(folder);
                ServiceRun third = ServiceRun.start(
                        Files.createDirectory(folder.resolve("third")),
                        "--sqs-port",
                        URI.create(service.value("SQS")).getPort() + "")) {
            assertThat(second.process().waitFor()).isEqualTo(2);
            assertThat(second.err())
                    .isEqualTo("vsr: another service has the data folder " + folder.resolve("data")
                            + "; stop it, or name another folder with --data\n");
            assertThat(third.process().waitFor()).isEqualTo(2);
            assertThat(third.err())
                    .isEqualTo("vsr: port " + URI.create(service.value("SQS")).getPort()
                            + " of 127.0.0.1 is in use; name another one with --sqs-port, or 0 for any\n");
        }
    }

    @Test
    void whoStopsWaitingIsToldThatTheJobGoesOn() throws Exception {
        try (ServiceRun service = ServiceRun.ready(folder, "--workers", "0");
                AppRun submit = AppRun.start(
                        "submit",
                        clip.toString(),
                        "--wait",
                        "--data",
                        folder.resolve("data").toString())) {
            while (!submit.err().contains("state=restoring")) {
                assertThat(submit.process().waitFor(20, TimeUnit.MILLISECONDS))
                        .as(submit.err())
                        .isFalse();
            }
            submit.process().destroy();
            AppRun.Ended ended = submit.end();
            assertThat(ended.exit()).isEqualTo(143);
            String job = service.command("jobs").out().substring(0, 32);
            assertThat(ended.err())
                    .endsWith("vsr: stopped waiting; job " + job + " goes on, and 'vsr job " + job + "' shows it\n");
        }
    }

    private Path upscaled(String name, String... options) {
        Path made = folder.resolve(name);
        List<String> args = new ArrayList<>(List.of("upscale", clip.toString(), "-o", made.toString()));
        args.addAll(List.of(options));
        CommandRun run = CommandRun.of(args.toArray(String[]::new));
        assertThat(run.exit()).as(run.err()).isZero();
        return made;
    }
}
