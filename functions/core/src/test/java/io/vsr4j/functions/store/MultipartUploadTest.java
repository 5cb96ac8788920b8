package io.vsr4j.functions.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.aws.Aws;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the parts of uploads are sent. */
class MultipartUploadTest {
    @ParameterizedTest
    @CsvSource({
        "us-east-1, films,",
        "eu-central-1, films,",
        "eu-central-1, films.example.org,",
        "us-east-1, films, http://127.0.0.1:9081"
    })
    void allPartsAreSentToOneOrigin(String region, String bucket, URI endpoint) {
        Aws aws = new Aws(
                region, Optional.ofNullable(endpoint), Optional.empty(), Optional.of("key"), Optional.of("secret"));
        try (MultipartUpload upload = new MultipartUpload(aws, bucket)) {
            assertThat(upload.sign("incoming/a.mp4", "id", 1L << 30, Duration.ofHours(1)))
                    .hasSizeGreaterThan(1)
                    .allSatisfy(part -> assertThat(part.url().toString()).startsWith(upload.origin() + "/"));
        }
    }
}
