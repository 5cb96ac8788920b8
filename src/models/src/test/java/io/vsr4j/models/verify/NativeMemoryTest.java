package io.vsr4j.models.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.vsr4j.models.wan.WanTransformer;
import io.vsr4j.models.wan.WanTransformerConfig;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.tensor.DType;
import io.vsr4j.tensor.Scopes;
import io.vsr4j.tensor.TorchEngine;
import io.vsr4j.tensor.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However often a network is loaded and run, nothing of it stays: no array in any manager, and no memory. */
@EnabledOnOs(OS.LINUX)
class NativeMemoryTest {
    private static final Path FOLDER = Path.of("src/test/resources/fixtures");
    private static final int FORWARDS = 100;

    private static final int WARM_UP = 20;

    /** What allocators and the compiler may add; what 100 forwards compute is more than this. */
    private static final long SLACK = 48 << 20;

    static Stream<String> networks() throws IOException {
        return FixtureSet.open(FOLDER).files().stream()
                .filter(file -> file.kind().equals("io") && file.text("weights").isPresent())
                .map(FixtureFile::name)
                .filter(name -> Files.exists(FOLDER.resolve(name)));
    }

    private static WanTransformerConfig config() throws IOException {
        return FixtureSet.open(FOLDER).files().stream()
                .filter(file -> file.name().equals("wan_t2v_a.io.safetensors"))
                .findFirst()
                .map(file -> WanTransformerConfig.of(file.config()))
                .orElseThrow();
    }

    /** Everything that is alive, in whatever manager. */
    private static int arrays() {
        try (NDManager any = TorchEngine.newManager(Device.cpu())) {
            return Scopes.count(any.getParentManager());
        }
    }

    /** Memory in use that is not pages of files. */
    private static long anonymousBytes() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    private static int run(String name) throws IOException {
        List<CaseResult> results = new ArrayList<>();
        new Verification(Device.cpu(), DType.F32).run(FixtureSet.open(FOLDER), name, results::add);
        assertThat(results).isNotEmpty().allMatch(CaseResult::passed);
        return (int) results.stream()
                .map(result -> result.name().replaceFirst("\\.out\\..*", ""))
                .distinct()
                .count();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void forwardsAndLoadingLeaveNoArray(String name) throws IOException {
        run(name);
        int arrays = arrays();
        for (int i = 0; i < 3; i++) {
            run(name);
        }
        assertThat(arrays()).isEqualTo(arrays);
    }

    /** In a virtual machine whose heap has its size from the start, so that all growth is native. */
    @Test
    void forwardsAndLoadingLeaveNoMemory() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms256m",
                        "-Xmx256m",
                        "-XX:+AlwaysPreTouch",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        NativeMemoryTest.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output.lines().filter(line -> line.startsWith("grown ")))
                .as(output)
                .hasSameSizeAs(networks().toList())
                .allSatisfy(
                        line -> assertThat(Long.parseLong(line.split(" ")[1])).isLessThan(SLACK));
    }

    /** The other process: prints by how many bytes it grew while each network made its forwards. */
    public static void main(String[] arguments) throws IOException {
        for (String name : networks().toList()) {
            forwards(name, WARM_UP);
            long before = anonymousBytes();
            forwards(name, FORWARDS);
            System.out.println("grown " + (anonymousBytes() - before) + " " + name);
        }
    }

    private static void forwards(String name, int count) throws IOException {
        for (int done = 0; done < count; ) {
            done += run(name);
        }
    }

    @Test
    void aNetworkThatCannotBeLoadedLeavesNothing() throws IOException {
        WanTransformerConfig config = config();
        int arrays = arrays();
        try (Weights weights = Weights.open(FOLDER.resolve("wan_ti2v_b.weights.safetensors"))) {
            for (int i = 0; i < 3; i++) {
                WanTransformer network = new WanTransformer(config);
                assertThatThrownBy(() -> network.load(weights, Device.cpu(), DType.F32))
                        .isInstanceOf(CheckpointException.class)
                        .hasMessageContaining("expected");
                assertThatThrownBy(() -> network.stream(weights, Device.cpu(), DType.F32))
                        .isInstanceOf(CheckpointException.class);
                assertThat(network.manager()).isNull();
            }
        }
        assertThat(arrays()).isEqualTo(arrays);
    }

    @Test
    void blocksThatTakeTurnsLeaveNothing() throws IOException {
        WanTransformerConfig config = config();
        int arrays = arrays();
        for (int i = 0; i < 30; i++) {
            try (Weights weights = Weights.open(FOLDER.resolve("wan_t2v_a.weights.safetensors"));
                    WanTransformer network = new WanTransformer(config)) {
                network.stream(weights, Device.cpu(), DType.F32);
            }
        }
        assertThat(arrays()).isEqualTo(arrays);
    }
}
