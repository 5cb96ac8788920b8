package io.vsr4j.functions.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.vsr4j.functions.aws.Aws;
import io.vsr4j.functions.aws.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

class LocalQueuesTest {
    private static final String QUEUE = "vsr-merge";

    @TempDir
    Path folder;

    private LocalCloud open(String name) throws IOException {
        return new LocalCloud(
                folder.resolve(name), 0, 0, new Credentials("local", "secret"), "videos", "vsr-", List.of("normal"));
    }

    private static List<String> received(LocalCloud cloud, Duration wait) {
        try (SqsClient sqs = cloud.aws().openSqs()) {
            String url = sqs.getQueueUrl(r -> r.queueName(QUEUE)).queueUrl();
            return sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds((int) wait.toSeconds())).messages().stream()
                    .map(Message::body)
                    .toList();
        }
    }

    @Test
    void messagesStayInTheirFolder() throws Exception {
        try (LocalCloud one = open("one");
                SqsClient sqs = one.aws().openSqs()) {
            Aws.queue(sqs, QUEUE).send(List.of("kept"));
        }
        try (LocalCloud other = open("other")) {
            assertThat(received(other, Duration.ofSeconds(2))).isEmpty();
        }
        try (LocalCloud again = open("one")) {
            assertThat(received(again, Duration.ofSeconds(10))).containsExactly("kept");
        }
    }
}
