package io.vsr4j.functions.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes through the queue of events is anybody's text. */
class IngestMessageTest {
    @Test
    void aRequestComesBackAsItWasMade() {
        String message = IngestMessage.request("b", "a b/ü\u0001.mp4", Map.of("scale", "2"));
        assertThat(message).doesNotContain("\u0001"); // which SQS refuses
        assertThat(IngestMessage.videos(message))
                .containsExactly(new Video("b", "a b/ü\u0001.mp4", Map.of("scale", "2"), true));
    }

    @Test
    void aNotificationNamesItsObjectsDecoded() {
        String message =
                S3Notification.created("b", "incoming/a b+ü/ä.mp4", 7, "\"e\"").toJson();
        assertThat(message).contains("incoming/a+b%2B%C3%BC/%C3%A4.mp4");
        assertThat(IngestMessage.videos(message)).containsExactly(Video.put("b", "incoming/a b+ü/ä.mp4"));
    }

    @Test
    void eventsOfOtherKindsNameNothing() {
        assertThat(IngestMessage.videos("{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"b\"}"))
                .isEmpty();
        assertThat(IngestMessage.videos("{\"Records\":[{\"eventName\":\"ObjectRemoved:Delete\"}]}"))
                .isEmpty();
        assertThat(IngestMessage.videos("{\"Records\":[]}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"text\"",
                "[]",
                "[{}]",
                "{",
                "{\"Records\":1}",
                "{\"Records\":{}}",
                "{\"Records\":[null]}",
                "{\"Records\":[[]]}",
                "{\"Records\":[{}]}",
                "{\"Records\":[{\"s3\":{}}]}",
                "{\"Records\":[{\"s3\":{\"bucket\":{},\"object\":{}}}]}",
                "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{}}}]}",
                "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"\"},\"object\":{\"key\":\"k\"}}}]}",
                "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"\"}}}]}",
                "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"%zz\"}}}]}",
                "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"k\",\"size\":\"many\"}}}]}",
                "{\"submit\":null}",
                "{\"submit\":1}",
                "{\"submit\":[]}",
                "{\"submit\":{}}",
                "{\"submit\":{\"bucket\":\"b\"}}",
                "{\"submit\":{\"bucket\":\"\",\"key\":\"k\"}}",
                "{\"submit\":{\"bucket\":\"b\",\"key\":\"\"}}",
                "{\"submit\":{\"bucket\":\"b\",\"key\":{}}}",
                "{\"submit\":{\"bucket\":\"b\",\"key\":\"k\",\"settings\":{\"a\":null}}}",
                "{\"submit\":{\"bucket\":\"b\",\"key\":\"k\",\"settings\":{\"a\":{}}}}",
            })
    void whatIsNoMessageIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> IngestMessage.videos(text));
    }

    @Test
    void nestingWithoutEndIsRefused() {
        String deep = "[".repeat(100_000);
        assertThatIllegalArgumentException().isThrownBy(() -> IngestMessage.videos("{\"submit\":" + deep));
        assertThatIllegalArgumentException().isThrownBy(() -> IngestMessage.videos("{\"Records\":" + deep));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "{\"bucket\":{\"name\":\"b\"}}", "{\"bucket\":1}"})
    void whatIsNoDetailIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> S3Notification.ofDetail(text));
    }

    @Test
    void aDetailNamesItsObjectAsItIs() {
        assertThat(S3Notification.ofDetail(
                        "{\"bucket\":{\"name\":\"b\"},\"object\":{\"key\":\"incoming/a+b%20.mp4\"}}"))
                .isEqualTo(Video.put("b", "incoming/a+b%20.mp4"));
    }
}
