package io.vsr4j.cli;

import com.google.gson.Gson;
import com.google.gson.JsonParser;
import io.vsr4j.sizing.Effort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One job in local mode: how long its steps took by the clock, and how many cores all processes of the service used meanwhile.
 *
 * @param workers processes that restored chunks
 * @param frames of the video
 * @param seconds from the request until the result was published
 * @param split from the request until the chunks were sent
 * @param chunks from one finished chunk to the next, the first from the end of the split
 * @param merge from the last chunk until the result was published
 * @param others cores that everything else on the machine took meanwhile, its host included; 0 where that cannot be seen
 */
record LocalModeRun(
        int workers, int frames, double seconds, Effort split, List<Effort> chunks, Effort merge, double others) {
    private static final long READY_SECONDS = 90;
    private static final long DONE_SECONDS = 300;
    private static final Path STAT = Path.of("/proc/stat");
    private static final double TICKS = 100;

    /** Processor time of all processes, at moments of the clock. */
    private record Used(double time, double seconds) {}

    static LocalModeRun read(Path file) throws IOException {
        return new Gson().fromJson(Files.readString(file), LocalModeRun.class);
    }

    /**
     * {@return what a run took}
     *
     * @param launcher the program, {@code bin/vsr}
     * @param workers {@code --workers}
     * @param clip the video
     * @param settings of the job, as JSON
     */
    static LocalModeRun measure(Path launcher, int workers, Path clip, String settings) throws Exception {
        Path folder = Files.createTempDirectory("vsr-local-mode");
        Path out = folder.resolve("out");
        Process service = new ProcessBuilder(
                        launcher.toString(),
                        "serve",
                        "--data",
                        folder.resolve("data").toString(),
                        "--workers",
                        "" + workers,
                        "--port",
                        "0",
                        "--s3-port",
                        "0",
                        "--sqs-port",
                        "0")
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        try {
            String address = address(service, out);
            awaitReady(address);
            return run(service, address, folder.resolve("data"), workers, clip, settings);
        } finally {
            service.destroy();
            service.waitFor(60, TimeUnit.SECONDS);
            service.destroyForcibly();
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    private static String address(Process service, Path out) throws Exception {
        for (long i = 0; i < 20 * READY_SECONDS && service.isAlive(); i++) {
            for (String line : Files.readAllLines(out)) {
                if (line.startsWith("ready")) {
                    return Files.readAllLines(out).get(0).split("\\s+")[1];
                }
            }
            Thread.sleep(50);
        }
        throw new IOException("the service is not ready; VSR_SERVICE names its folder");
    }

    private static void awaitReady(String address) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address + "/q/health/ready")).build();
        for (long i = 0; i < 10 * READY_SECONDS; i++) {
            if (HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200) {
                return;
            }
            Thread.sleep(100);
        }
        throw new IOException("the workers are not ready");
    }

    private static LocalModeRun run(Process service, String address, Path data, int workers, Path clip, String settings)
            throws Exception {
        Thread.sleep(2000); // what was started has come to rest
        List<Used> used = new ArrayList<>();
        used.add(used(service));
        double busy = busy();
        String job = submit(address, clip, settings);
        Path root = data.resolve("s3/videos/jobs").resolve(job);
        double until = now() + DONE_SECONDS;
        while (!Files.exists(root.resolve("done.json"))) {
            if (now() > until || !service.isAlive()) {
                throw new IOException("job " + job + " was not done in time");
            }
            Thread.sleep(50);
            used.add(used(service));
        }
        Used last = used.get(used.size() - 1);
        double begin = used.get(0).time();
        double others = Math.max(0, busy() - busy - last.seconds() + used.get(0).seconds()) / (last.time() - begin);
        double sent = time(root.resolve("sent"));
        List<Double> ends = new ArrayList<>();
        try (Stream<Path> files = Files.list(root.resolve("chunks"))) {
            for (Path file : files.toList()) {
                ends.add(time(file));
            }
        }
        ends.sort(null);
        double done = time(root.resolve("done.json"));
        List<Effort> chunks = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            chunks.add(effort(used, i == 0 ? sent : ends.get(i - 1), ends.get(i)));
        }
        int frames = JsonParser.parseString(report(address, job))
                .getAsJsonObject()
                .get("frames")
                .getAsInt();
        return new LocalModeRun(
                workers,
                frames,
                done - begin,
                effort(used, begin, sent),
                chunks,
                effort(used, ends.get(ends.size() - 1), done),
                others);
    }

    private static String submit(String address, Path clip, String settings) throws Exception {
        String border = "vsr-local-mode-border";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(("--" + border + "\r\nContent-Disposition: form-data; name=\"settings\"\r\nContent-Type: text/plain"
                        + "\r\n\r\n" + settings + "\r\n--" + border
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"clip.mp4\"\r\nContent-Type:"
                        + " video/mp4\r\n\r\n")
                .getBytes());
        body.write(Files.readAllBytes(clip));
        body.write(("\r\n--" + border + "--\r\n").getBytes());
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address + "/jobs"))
                                .header("Content-Type", "multipart/form-data; boundary=" + border)
                                .timeout(Duration.ofSeconds(30))
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IOException(answer.body());
        }
        return JsonParser.parseString(answer.body()).getAsJsonObject().get("id").getAsString();
    }

    private static String report(String address, String job) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address + "/jobs/" + job + "/report"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static double now() {
        return System.currentTimeMillis() / 1e3;
    }

    private static double time(Path file) throws IOException {
        return Files.getLastModifiedTime(file).to(TimeUnit.MICROSECONDS) / 1e6;
    }

    private static Used used(Process service) {
        double seconds = Stream.concat(Stream.of(service.toHandle()), service.descendants())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .mapToDouble(time -> time.toNanos() / 1e9)
                .sum();
        return new Used(now(), seconds);
    }

    /** {@return seconds that all processors worked, or were taken by the host, since the machine was started} */
    private static double busy() throws IOException {
        if (!Files.exists(STAT)) {
            return 0;
        }
        String[] ticks = Files.readAllLines(STAT).get(0).split("\\s+");
        double all = 0;
        for (int i : new int[] {1, 2, 3, 6, 7, 8}) { // user, nice, system, irq, softirq, steal
            all += Double.parseDouble(ticks[i]);
        }
        return all / TICKS;
    }

    private static Effort effort(List<Used> used, double from, double to) {
        double seconds = Math.max(1e-3, to - from);
        return new Effort(seconds, Math.max(0, at(used, to) - at(used, from)) / seconds);
    }

    private static double at(List<Used> used, double time) {
        for (int i = 1; i < used.size(); i++) {
            Used before = used.get(i - 1);
            Used after = used.get(i);
            if (after.time() >= time) {
                double part = (time - before.time()) / Math.max(1e-9, after.time() - before.time());
                return before.seconds() + Math.max(0, part) * (after.seconds() - before.seconds());
            }
        }
        return used.get(used.size() - 1).seconds();
    }
}
