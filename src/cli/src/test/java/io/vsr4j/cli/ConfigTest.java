package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code vsr config}, and what it makes of Terraform's outputs. */
class ConfigTest {
    @TempDir
    Path folder;

    private Path data;
    private Path outputs;
    private JsonObject good;

    @BeforeEach
    void outputs() throws Exception {
        data = folder.resolve("data");
        outputs = folder.resolve("outputs.json");
        good = JsonParser.parseString("""
                {"bucket": {"sensitive": false, "type": "string", "value": "videos-of-mine"},
                 "region": {"sensitive": false, "type": "string", "value": "eu-central-1"},
                 "queue_prefix": {"sensitive": false, "type": "string", "value": "vsr-"},
                 "queues": {"sensitive": false, "type": ["list", "string"], "value": ["urgent", "normal"]},
                 "defaults": {"sensitive": false, "type": ["map", "string"], "value": {"codec": "h265"}},
                 "password": {"sensitive": true, "type": "string", "value": "hunter2"}}
                """).getAsJsonObject();
        Files.writeString(outputs, good.toString());
    }

    private CommandRun config(String... args) {
        String[] all = new String[args.length + 3];
        all[0] = "config";
        System.arraycopy(args, 0, all, 1, args.length);
        all[args.length + 1] = "--data";
        all[args.length + 2] = data.toString();
        return CommandRun.of(all);
    }

    private InForce inForce(String... environment) throws Exception {
        Map<String, String> variables = environment.length == 0 ? Map.of() : Map.of(environment[0], environment[1]);
        return InForce.of(variables, data);
    }

    @Test
    void whatWasImportedIsInForceAndNothingElseIsKept() throws Exception {
        CommandRun run = config("import", outputs.toString());
        assertThat(run)
                .isEqualTo(new CommandRun(
                        0, "s3://videos-of-mine in eu-central-1 is kept in " + data.resolve("config.json") + "\n", ""));
        assertThat(inForce().toSettings().values())
                .isEqualTo(Map.of(
                        "bucket", "videos-of-mine",
                        "region", "eu-central-1",
                        "queue-prefix", "vsr-",
                        "queues", "urgent,normal",
                        "defaults.codec", "h265"));
        assertThat(data.resolve("config.json")).content().doesNotContain("hunter2");
    }

    @Test
    void itIsReadFromStandardInput() throws Exception {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(good.toString().getBytes()));
        try {
            assertThat(config("import", "-").exit()).isZero();
        } finally {
            System.setIn(before);
        }
        assertThat(inForce().toSettings().values()).containsEntry("bucket", "videos-of-mine");
    }

    @Test
    void theEnvironmentComesFirst() throws Exception {
        config("import", outputs.toString());
        InForce beside = inForce("VSR_REGION", "eu-west-1");
        assertThat(beside.settings().get("region")).isEqualTo(new InForce.Setting("eu-west-1", "the environment"));
        assertThat(beside.settings().get("bucket").source())
                .isEqualTo(data.resolve("config.json").toString());
        // Another bucket is another service: its queues are not those of the file.
        assertThat(inForce("VSR_BUCKET", "another").toSettings().values()).isEqualTo(Map.of("bucket", "another"));
    }

    @Test
    void itShowsWhoSaysWhatAndNoKeys() throws Exception {
        Files.createDirectory(data);
        Files.writeString(
                data.resolve("service.json"),
                "{\"bucket\":\"videos\",\"access-key\":\"A\",\"secret-key\":\"hunter2\",\"process\":\""
                        + ProcessHandle.current().pid() + "\"}");
        CommandRun local = config();
        assertThat(local.out().lines()).hasSize(3).allMatch(line -> line.endsWith("the service that runs on " + data));
        assertThat(local.out()).doesNotContain("hunter2").contains("videos");

        config("import", outputs.toString());
        JsonObject shown = config("--json").json().getAsJsonObject("settings");
        assertThat(shown.getAsJsonObject("bucket").get("value").getAsString()).isEqualTo("videos-of-mine");
        assertThat(shown.getAsJsonObject("bucket").get("source").getAsString())
                .isEqualTo(data.resolve("config.json").toString());
    }

    @Test
    void withoutAnyServiceItSaysHowToGetOne() {
        assertThat(config().exit()).isEqualTo(2);
        assertThat(config().err()).startsWith("vsr: no service runs on the data folder " + data);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            bucket       | "Videos"                   | a bucket's name, got "Videos"
            bucket       | "a/../b"                   | a bucket's name
            bucket       | "a..b"                     | a bucket's name
            bucket       | ["videos"]                 | a bucket's name
            bucket       | null                       | a bucket's name, got null
            region       | "eu-central-1 --endpoint x" | a region
            region       | 7                          | a region
            queue_prefix | "vsr *"                    | letters
            queues       | []                         | a list of names
            queues       | "normal"                   | a list of names
            queues       | ["a,b"]                    | letters
            defaults     | "codec"                    | settings of jobs
            defaults     | {"codec": {}}              | settings of jobs
            defaults     | {"codec": "h264\\nx"}      | settings of jobs with a value each, of one line
            defaults     | {"skale": "2"}             | there is no setting 'skale'
            """)
    void aValueThatCannotBeUsedIsNamedAndNothingIsKept(String output, String value, String rule) throws Exception {
        good.getAsJsonObject(output).add("value", JsonParser.parseString(value));
        Files.writeString(outputs, good.toString());
        CommandRun run = config("import", outputs.toString());
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("vsr: " + outputs + ": output '" + output + "'")
                .contains(rule);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(data).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "\"bucket\"", "{\"bucket\": \"videos\"}", "{\"bucket\":", "\u0000"})
    void whatIsNoneIsRefusedInOneLine(String text) throws Exception {
        Files.writeString(outputs, text);
        CommandRun run = config("import", outputs.toString());
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(run.err()).startsWith("vsr: " + outputs).contains("terraform output -json");
    }

    @Test
    void deepLongAndMissingTextIsRefusedInOneLine() throws Exception {
        Files.writeString(outputs, "[".repeat(100_000));
        assertThat(config("import", outputs.toString()).err())
                .isEqualTo("vsr: " + outputs + " is not what 'terraform output -json' prints: no object of JSON\n");
        Files.writeString(outputs, " ".repeat(2 << 20));
        assertThat(config("import", outputs.toString()).err()).contains("more than 1 MiB");
        assertThat(config("import", folder.resolve("none").toString()).err()).contains("there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "{}", "{\"bucket\": null}", "{\"bucket\": {}}"})
    void aFileThatSaysNothingIsNamed(String text) throws Exception {
        Files.createDirectory(data);
        Files.writeString(data.resolve("config.json"), text);
        CommandRun run = config();
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).startsWith("vsr: " + data.resolve("config.json") + " does not say which service");
    }
}
