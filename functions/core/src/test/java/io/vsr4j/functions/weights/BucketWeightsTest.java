package io.vsr4j.functions.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.ServiceSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketWeightsTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    @Test
    void bucketPrefixAndHashAreRead() {
        assertThat(BucketWeights.of("vsr.weights.oasis", "s3://models/a/oasis/#sha256=" + HASH))
                .isEqualTo(new BucketWeights("models", "a/oasis", Optional.of(HASH)));
        assertThat(BucketWeights.of("vsr.weights.oasis", "s3://models/a"))
                .isEqualTo(new BucketWeights("models", "a", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://",
                "s3://models",
                "s3://models/",
                "s3:///a",
                "s3://Models/a",
                "s3://models/a#sha256=12",
                "s3://models/a#sha1=0123",
                "s3://models/a#"
            })
    void anotherFormIsRefused(String value) {
        assertThatThrownBy(() -> config(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("vsr.weights.oasis must be a folder, or s3://BUCKET/PREFIX")
                .hasMessageContaining("got '" + value + "'");
    }

    @Test
    void theyLieBelowTheCacheAndNeverInAWorkersOwnFolder() {
        FunctionsConfig config = config("s3://models/a");
        Path folder = config.weights().get("oasis");
        assertThat(folder).startsWithRaw(Path.of("/tmp/of/test/.cache"));
        assertThat(folder).isNotEqualTo(config("s3://models/b").weights().get("oasis"));
        assertThat(config("/models/a").weights()).containsEntry("oasis", Path.of("/models/a"));
    }

    private static FunctionsConfig config(String weights) {
        return ServiceSettings.of(
                        Map.of("VSR_WEIGHTS_OASIS", weights, "VSR_TEMPORARY", "/tmp/of/test"),
                        Map.of("vsr.bucket", "videos"))
                .config();
    }
}
