package io.vsr4j.models.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.vsr4j.tensor.DType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every network, sampler and operation against what the official implementations gave. */
class FixturesTest {
    private static final Path FOLDER = Path.of("src/test/resources/fixtures");

    static Stream<String> files() throws Exception {
        FixtureSet set = FixtureSet.open(FOLDER);
        var companions = set.companions();
        // Files of metrics stay in the manifest, which is kept as published, but are not here.
        return set.files().stream()
                .map(FixtureFile::name)
                .filter(name -> !companions.contains(name) && Files.exists(FOLDER.resolve(name)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void givesTheReferenceNumbers(String name) throws Exception {
        FixtureSet set = FixtureSet.open(FOLDER);
        List<CaseResult> results = new ArrayList<>();
        new Verification(Device.cpu(), DType.F32).run(set, name, results::add);
        assertThat(results).isNotEmpty().allSatisfy(result -> assertThat(result.passed())
                .as("%s", result)
                .isTrue());
    }
}
