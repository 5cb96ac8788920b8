package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VsrTest {
    private static final String CLIP = "../../samples/big-buck-bunny-320x180.mp4";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                   | a command is missing; try 'vsr --help'
            enlarge x.mp4                        | Unmatched arguments from index 0: 'enlarge', 'x.mp4'; try 'vsr --help'
            upscale                              | Missing required parameter: 'IN'; try 'vsr upscale --help'
            upscale --crf x IN                   | Invalid value for option '--crf': 'x' is not an int; try 'vsr upscale --help'
            upscale --from 1:99 IN               | '1:99' is not a time; minutes and seconds go up to 59; try 'vsr upscale --help'
            upscale --scale 2 --height 720 IN    | --scale=N, --height=H are mutually exclusive (specify only one); try 'vsr upscale --help'
            upscale --nonsense IN                | Unknown option: '--nonsense'; try 'vsr upscale --help'
            upscale --seed 1 --seed 2 IN         | option '--seed' (N) should be specified only once; try 'vsr upscale --help'
            probe IN --frames                    | --frames needs --json; try 'vsr probe --help'
            upscale IN --threads 0               | --threads must be at least 1, got 0
            upscale IN --window 0                | --window must be at least 1, got 0
            upscale IN --overlap=-1              | --overlap must be at least 0, got -1
            upscale IN --tile=-1                 | --tile must be at least 0, got -1
            upscale IN --chunk-frames 0          | --chunk-frames must be at least 1, got 0
            upscale IN --height 0                | --height must be at least 1, got 0
            upscale IN --crf=-1                  | --crf must be at least 0, got -1
            upscale IN --memory 0                | --memory must be a number of gigabytes above 0, got 0.0
            upscale IN --memory NaN              | --memory must be a number of gigabytes above 0, got NaN
            upscale IN --fps 0                   | --fps must be above 0 and at most 1000, got 0.0
            upscale IN --from 10 --to 5          | --to must be later than --from, which is 10.0 s, got 5.0 s
            upscale IN --to 0                    | --to must be later than 0 s, got 0.0 s
            upscale IN --scale 9                 | model 'compact' scales by [2, 4], got 9
            upscale IN --model compactt          | no model 'compactt'; did you mean 'compact'?
            upscale IN --prompt meadow           | model 'compact' takes no prompt; leave out --prompt
            upscale none.mp4                     | none.mp4: there is no such file or folder
            probe none.mp4                       | none.mp4: there is no such file
            """)
    void whatCannotBeUsedIsOneLineAndStatusTwo(String line, String message) {
        CommandRun run = CommandRun.of(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).startsWith("vsr: ").contains(message).hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"upscale --json", "upscale none.mp4 --json", "probe none.mp4 --json"})
    void withJsonAnErrorIsAnObjectAsWell(String line) {
        CommandRun run = CommandRun.of(line.split(" "));

        assertThat(run.json().get("exit").getAsInt()).isEqualTo(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("vsr: " + run.json().get("error").getAsString() + hint(run) + System.lineSeparator());
    }

    private static String hint(CommandRun run) {
        return run.err().contains("try '")
                ? run.err().substring(run.err().indexOf("; try '")).strip()
                : "";
    }

    @Test
    void verboseShowsWhereAnErrorComesFrom() {
        assertThat(CommandRun.of("probe", "none.mp4", "--verbose").err()).contains("\tat io.vsr4j.");
        assertThat(CommandRun.of("probe", "none.mp4").err()).doesNotContain("\tat ");
    }

    @Test
    void versionIsTheBuilds() {
        CommandRun run = CommandRun.of("--version");

        assertThat(run.exit()).isZero();
        assertThat(run.out().lines().toList())
                .satisfiesExactly(
                        first -> assertThat(first).matches("vsr4j \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?"),
                        second -> assertThat(second).isEqualTo("Java " + System.getProperty("java.version")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"upscale", "probe", "models", "bench", "completion"})
    void helpOfEachCommandHasExamples(String command) {
        CommandRun run = CommandRun.of(command, "--help");

        assertThat(run.exit()).isZero();
        assertThat(run.out()).contains("Usage: vsr " + command, "Examples:", "  vsr " + command);
        assertThat(CommandRun.of("--help").out()).contains("  " + command);
    }

    @Test
    void modelsAreListedWithTheirNumbers() {
        CommandRun text = CommandRun.of("models");
        CommandRun params = CommandRun.of("models", "--params");
        CommandRun json = CommandRun.of("models", "--json");

        assertThat(text.out()).startsWith("compact (default): ").contains("embedded");
        long total = json.json().get("parameters").getAsLong();
        assertThat(total).isEqualTo(sumOfParameters(json));
        assertThat(params.out().replace(",", "")).containsPattern("total +" + total);
    }

    private static long sumOfParameters(CommandRun run) {
        long sum = 0;
        for (var model : run.json().getAsJsonArray("models")) {
            sum += model.getAsJsonObject().get("parameters").getAsLong();
        }
        return sum;
    }

    @Test
    void probeSaysWhatIsInTheFile() {
        CommandRun text = CommandRun.of("probe", CLIP);
        CommandRun json = CommandRun.of("probe", CLIP, "--json", "--frames");

        assertThat(text.exit()).isZero();
        assertThat(text.err()).isEmpty();
        assertThat(text.out())
                .contains("h264, 320x180, YUV 4:2:0 8 bits", "96, constant rate, 24.000 a second")
                .contains("first 0 (0.000000 s), last 48640 (3.958333 s), end 49152, in units of 1/12288 s")
                .contains("matrix BT.709, primaries BT.709, transfer BT.709, range limited")
                .contains("audio, aac, stereo, 48000 Hz, eng");
        var frames = json.json().getAsJsonObject("video").getAsJsonObject("frames");
        assertThat(frames.get("count").getAsInt()).isEqualTo(96);
        assertThat(frames.getAsJsonArray("pts")).hasSize(96);
        assertThat(frames.getAsJsonArray("keys"))
                .hasSize(frames.get("key_frames").getAsInt());
    }

    @Test
    void completionIsAScriptThatBashAccepts() throws Exception {
        CommandRun run = CommandRun.of("completion");
        Path script = Files.writeString(folder.resolve("completion.bash"), run.out());

        Process bash = new ProcessBuilder("bash", "-c", "source '" + script + "' && complete -p vsr")
                .redirectErrorStream(true)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes());

        assertThat(bash.waitFor()).as(answer).isZero();
        assertThat(answer).contains("complete").contains("vsr");
        assertThat(run.out()).contains("--chunk-frames", "probe", "bench");
    }
}
