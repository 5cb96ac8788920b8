package io.vsr4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.vsr4j.models.ModelCard;
import io.vsr4j.models.ModelRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
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
            enlarge x.mp4                        | there is no command 'enlarge'; the commands are upscale, probe, models, convert, init, verify, compare, route, evaluate, train, degrade, bench, plan, serve, submit, jobs, job, config, completion; try 'vsr --help'
            --nonsense                           | there is no option '--nonsense'; try 'vsr --help'
            upscale                              | Missing required parameter: 'IN'; try 'vsr upscale --help'
            upscale --crf x IN                   | Invalid value for option '--crf': 'x' is not a whole number; try 'vsr upscale --help'
            upscale --crf 99999999999 IN         | '99999999999' is out of range; it must be in -2147483648..2147483647; try
            upscale --seed 1.5 IN                | '1.5' is not a whole number; try
            upscale --memory 1,5 IN              | '1,5' is not a number; try
            bench --frames x                     | 'x' is not a whole number; try
            upscale a.mp4 b.mp4                  | 'b.mp4' is one argument too many; patterns of files go in quotes, such as '*.mp4'; try
            upscale -a.mp4                       | there is no option '-a.mp4'; a file of that name is written './-a.mp4'; try
            upscale --from 1:99 IN               | '1:99' is not a time; minutes and seconds go up to 59; try 'vsr upscale --help'
            upscale --scale 2 --height 720 IN    | --scale and --height exclude each other; leave one out
            upscale --scale 2 --scale 4 IN       | option '--scale' (N) should be specified only once; try
            upscale --nonsense IN                | there is no option '--nonsense'; try 'vsr upscale --help'
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
            upscale IN --scale 9                 | --scale must be in 1..8, got 9
            upscale IN --scale 0                 | --scale must be in 1..8, got 0
            upscale IN --offload                 | model 'compact' keeps all its weights on the device
            upscale IN --colour sepia            | colour must be one of none, adain, adain-frame, wavelet, got 'sepia'
            upscale IN --model compactt          | no model 'compactt'; did you mean 'compact'?
            upscale IN --prompt meadow           | model 'compact' takes no prompt; leave out --prompt
            upscale IN --model oasis --prompt x  | model 'oasis' takes no prompt; leave out --prompt
            upscale IN --model anime4k --weights DIR | model 'anime4k' needs no weights but its own; leave out --weights
            upscale ../../samples --fps 24       | a video keeps its own times; leave out --fps
            compare                              | Missing required parameter: 'OUT'; try 'vsr compare --help'
            compare a b c                        | 'c' is one argument too many
            compare IN --metrics nothing         | no metric 'nothing'; there are:
            compare IN --crop=-1                 | --crop must be at least 0, got -1
            compare IN --threads 0               | --threads must be at least 1, got 0
            compare IN --weights none            | --weights none: there is no such folder
            compare IN --worst-by psnr           | --worst-by needs --report
            compare IN none.html --report no.mp4 | ends in .html
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
        assertThat(run.err()).isEqualTo("vsr: " + run.json().get("error").getAsString() + System.lineSeparator());
    }

    @Test
    void anUnsetVariableOfAScriptIsNotTheFolderItRunsIn() {
        assertThat(CommandRun.of("upscale", "").err()).isEqualTo("vsr: IN is empty; name a video or a folder\n");
        assertThat(CommandRun.of("upscale", CLIP, "-o", "").err()).startsWith("vsr: --output is empty;");
    }

    @Test
    void aResultThatCannotBePrintedIsAFailure() {
        StringWriter err = new StringWriter();
        Writer full = new Writer() {
            @Override
            public void write(char[] text, int from, int count) throws IOException {
                throw new IOException("No space left on device");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };

        int exit = new Vsr().execute(List.of("models"), new PrintWriter(full, true), new PrintWriter(err, true));

        assertThat(exit).isEqualTo(1);
        assertThat(err).hasToString("vsr: the result cannot be written to standard output\n");
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
    @ValueSource(strings = {"upscale", "probe", "models", "convert", "init", "bench", "completion"})
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

    @Test
    void parametersAndMultiplicationsStandBesideThePapers() {
        CommandRun text = CommandRun.of("models", "--params");
        CommandRun json = CommandRun.of("models", "--params", "--json");

        assertThat(text.out())
                .contains("572,935,443    0.573 B  whole, a block after each layer (paper: 0.57 B)")
                .contains("487,190,163    0.487 B  whole, a block after each stage")
                .contains("1,418,997,584    1.419 B  projector and transformer (paper: 1.42 B)")
                .contains("4,425,068    4.425 M  low-rank changes, merged when loaded (paper: 4.4 M)")
                .contains("633,870,336    633.9 M  adapter and injections of full rank (paper: 634 M)")
                .contains("784    0.784 K  projector")
                .contains("33 frames to 1280x720, all heads global: 268.18 T MACs (paper: 51.43 T)")
                .contains("1 frame to 1280x720: 4.99 G MACs");
        for (var element : json.json().getAsJsonArray("models")) {
            JsonObject model = element.getAsJsonObject();
            long sum = 0;
            for (var part : model.getAsJsonArray("parts")) {
                boolean compared =
                        part.getAsJsonObject().get("kind").getAsString().equals("compared");
                sum += compared ? 0 : part.getAsJsonObject().get("parameters").getAsLong();
            }
            assertThat(model.get("parameters").getAsLong()).isEqualTo(sum);
            for (var work : model.getAsJsonArray("work")) {
                JsonObject one = work.getAsJsonObject();
                long macs = one.getAsJsonObject("macs").entrySet().stream()
                        .mapToLong(part -> part.getValue().getAsLong())
                        .sum();
                assertThat(one.get("macs_total").getAsLong()).isEqualTo(macs);
                long newFrames =
                        one.get("frames").getAsLong() - model.get("overlap").getAsLong();
                assertThat(one.get("macs_second").getAsLong()).isEqualTo(24 * macs / newFrames);
            }
        }
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

        String models = "COMP_WORDS=(vsr upscale --model '') COMP_CWORD=3; _complete_vsr; echo ${COMPREPLY[*]}";
        Process bash = new ProcessBuilder("bash", "-c", "source '" + script + "' && complete -p vsr && " + models)
                .redirectErrorStream(true)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes());

        assertThat(bash.waitFor()).as(answer).isZero();
        assertThat(answer)
                .contains("complete")
                .contains("vsr")
                .endsWith(ModelRegistry.cards().stream().map(ModelCard::id).collect(Collectors.joining(" ")) + "\n");
        assertThat(run.out()).contains("--chunk-frames", "probe", "bench");
    }
}
