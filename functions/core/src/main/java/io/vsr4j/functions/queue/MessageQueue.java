package io.vsr4j.functions.queue;

import io.vsr4j.functions.observe.Traces;
import io.vsr4j.functions.store.NotNowException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** One queue of SQS. A message is delivered at least once, in any order, until it is deleted. */
public final class MessageQueue {
    private static final int MOST_IN_A_BATCH = 10;
    private static final String WAITING = "ApproximateNumberOfMessages";
    private static final String DELAYED = "ApproximateNumberOfMessagesDelayed";
    private static final String WORKED_ON = "ApproximateNumberOfMessagesNotVisible";

    private final SqsClient sqs;
    private final String name;
    private final String url;

    /**
     * @param sqs the client; stays the caller's
     * @param name what messages call the queue
     * @param url its address
     */
    public MessageQueue(SqsClient sqs, String name, String url) {
        this.sqs = sqs;
        this.name = name;
        this.url = url;
    }

    /** {@return what messages call it} */
    public String name() {
        return name;
    }

    /** Sends messages that belong to no trace. After an exception some of them may have been sent. */
    public void send(List<String> bodies) throws IOException {
        send(bodies, null);
    }

    /**
     * Sends messages. After an exception some of them may have been sent.
     *
     * @param trace {@code traceparent} of what they ask for, null if it has none
     */
    public void send(List<String> bodies, String trace) throws IOException {
        for (int from = 0; from < bodies.size(); from += MOST_IN_A_BATCH) {
            List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
            for (String body : bodies.subList(from, Math.min(from + MOST_IN_A_BATCH, bodies.size()))) {
                entries.add(SendMessageBatchRequestEntry.builder()
                        .id(Integer.toString(entries.size()))
                        .messageBody(body)
                        .messageAttributes(attributes(trace))
                        .build());
            }
            List<BatchResultErrorEntry> failed = ask(
                            "send to",
                            () -> sqs.sendMessageBatch(r -> r.queueUrl(url).entries(entries)))
                    .failed();
            if (!failed.isEmpty()) {
                throw new IOException("cannot send to queue " + name + ": "
                        + failed.get(0).code() + " " + failed.get(0).message());
            }
        }
    }

    /** Sends a message that nobody sees for a while, at most 15 minutes. */
    void send(String body, Duration after, String trace) throws IOException {
        ask(
                "send to",
                () -> sqs.sendMessage(r -> r.queueUrl(url)
                        .messageBody(body)
                        .messageAttributes(attributes(trace))
                        .delaySeconds((int) after.toSeconds())));
    }

    private static Map<String, MessageAttributeValue> attributes(String trace) {
        return trace == null
                ? Map.of()
                : Map.of(
                        Traces.PARENT,
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(trace)
                                .build());
    }

    /**
     * Takes one message, which others do not see for a while.
     *
     * @param visibility how long
     * @param wait how long to wait for one, at most 20 seconds
     * @return the message, empty if none came
     */
    public Optional<Delivery> receive(Duration visibility, Duration wait) throws IOException {
        List<Message> messages = ask(
                        "receive from",
                        () -> sqs.receiveMessage(r -> r.queueUrl(url)
                                .maxNumberOfMessages(1)
                                .visibilityTimeout((int) visibility.toSeconds())
                                .waitTimeSeconds((int) wait.toSeconds())
                                .messageAttributeNames(Traces.PARENT)
                                .messageSystemAttributeNames(
                                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                                        MessageSystemAttributeName.SENT_TIMESTAMP)))
                .messages();
        return messages.stream().findFirst().map(this::delivery);
    }

    private Delivery delivery(Message message) {
        Map<MessageSystemAttributeName, String> said = message.attributes();
        String receives = said.getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1");
        String sent = said.get(MessageSystemAttributeName.SENT_TIMESTAMP);
        MessageAttributeValue trace = message.messageAttributes().get(Traces.PARENT);
        return new Delivery(
                this,
                message.body(),
                message.receiptHandle(),
                Integer.parseInt(receives),
                sent == null ? null : Instant.ofEpochMilli(Long.parseLong(sent)),
                trace == null ? null : trace.stringValue());
    }

    /** {@return roughly how many messages wait, and how many are being worked on} */
    public int[] counts() throws IOException {
        var attributes = ask(
                        "look at",
                        () -> sqs.getQueueAttributes(
                                r -> r.queueUrl(url).attributeNamesWithStrings(WAITING, DELAYED, WORKED_ON)))
                .attributesAsStrings();
        return new int[] {
            Integer.parseInt(attributes.getOrDefault(WAITING, "0"))
                    + Integer.parseInt(attributes.getOrDefault(DELAYED, "0")),
            Integer.parseInt(attributes.getOrDefault(WORKED_ON, "0"))
        };
    }

    /** {@return whether no message waits or is being worked on, as far as the server knows} */
    public boolean isIdle() throws IOException {
        int[] counts = counts();
        return counts[0] + counts[1] == 0;
    }

    /** {@return whether the delivery still was this worker's; if not, somebody else has the message or had it} */
    boolean delete(String receipt) throws IOException {
        return ifHeld(
                "delete from", () -> sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(receipt)));
    }

    /** {@return as {@link #delete}} */
    boolean hide(String receipt, Duration from) throws IOException {
        return ifHeld(
                "extend in",
                () -> sqs.changeMessageVisibility(
                        r -> r.queueUrl(url).receiptHandle(receipt).visibilityTimeout((int) from.toSeconds())));
    }

    private boolean ifHeld(String what, Runnable request) throws IOException {
        try {
            request.run();
            return true;
        } catch (SqsException e) {
            // Too late: servers differ in how they say so.
            if (e.statusCode() >= 400 && e.statusCode() < 500 && isAboutReceipt(e)) {
                return false;
            }
            throw failed(what, e);
        } catch (SdkException e) {
            throw failed(what, e);
        }
    }

    private static boolean isAboutReceipt(SqsException e) {
        String code = e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorCode());
        return code.contains("ReceiptHandleIsInvalid")
                || code.contains("MessageNotInflight")
                || code.contains("InvalidParameterValue");
    }

    private <T> T ask(String what, Supplier<T> request) throws IOException {
        try {
            return request.get();
        } catch (SdkException e) {
            throw failed(what, e);
        }
    }

    private IOException failed(String what, SdkException e) {
        return NotNowException.unlessRefused("cannot " + what + " queue " + name, e);
    }
}
