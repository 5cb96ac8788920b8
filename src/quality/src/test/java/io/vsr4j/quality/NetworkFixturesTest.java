package io.vsr4j.quality;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import io.vsr4j.models.verify.CaseResult;
import io.vsr4j.models.verify.FixtureFile;
import io.vsr4j.models.verify.FixtureSet;
import io.vsr4j.models.verify.Verification;
import io.vsr4j.tensor.DType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks behind metrics against what the official implementations gave. */
class NetworkFixturesTest {
    private static final Path FOLDER = Path.of("src/test/resources/fixtures/nets");

    static Stream<String> files() throws Exception {
        FixtureSet set = FixtureSet.open(FOLDER);
        var companions = set.companions();
        return set.files().stream().map(FixtureFile::name).filter(name -> !companions.contains(name));
    }

    @ParameterizedTest
    @MethodSource("files")
    void givesTheReferenceNumbers(String name) throws Exception {
        List<CaseResult> results = new ArrayList<>();
        new Verification(Device.cpu(), DType.F32).run(FixtureSet.open(FOLDER), name, results::add);
        assertThat(results).isNotEmpty().allSatisfy(result -> assertThat(result.passed())
                .as("%s", result)
                .isTrue());
    }
}
