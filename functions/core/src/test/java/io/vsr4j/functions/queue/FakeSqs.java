package io.vsr4j.functions.queue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/**
 * Queues in memory that remember who called. Time does not pass: a message that is worked on stays hidden, and one that is
 * hidden for a while by its worker, or sent for later, is there at once, unless that is an extension.
 */
final class FakeSqs implements SqsClient {
    private static final int WAIT_MILLIS = 20;

    private final Map<String, List<Waiting>> queues = new HashMap<>();
    private final Map<String, Waiting> taken = new HashMap<>();
    private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    private int receipts;
    private int extension = -1;

    private record Waiting(String body, int receives) {}

    /**
     * A request that came.
     *
     * @param what "receive", "delete", "extend", "retry" or "send"
     * @param queue its queue
     * @param seconds of visibility, or delay
     * @param thread who called
     */
    record Call(String what, String queue, int seconds, String thread) {
        @Override
        public String toString() {
            return what + " " + queue + " " + seconds;
        }
    }

    MessageQueue queue(String name) {
        return new MessageQueue(this, name, name);
    }

    /** @param seconds a visibility of that length is an extension; any other hands the message back */
    FakeSqs extendsBy(int seconds) {
        extension = seconds;
        return this;
    }

    synchronized void put(String queue, String... bodies) {
        for (String body : bodies) {
            waiting(queue).add(new Waiting(body, 0));
        }
    }

    /** Puts a message that was delivered before. */
    synchronized void put(String queue, String body, int receives) {
        waiting(queue).add(new Waiting(body, receives));
    }

    synchronized List<String> bodies(String queue) {
        return waiting(queue).stream().map(Waiting::body).toList();
    }

    /** {@return whether nothing waits in a queue, and nothing is worked on} */
    synchronized boolean isIdle(String... names) {
        for (String name : names) {
            if (!waiting(name).isEmpty()) {
                return false;
            }
        }
        return taken.isEmpty();
    }

    List<Call> calls(String... what) {
        synchronized (calls) {
            return calls.stream().filter(c -> List.of(what).contains(c.what())).toList();
        }
    }

    private List<Waiting> waiting(String queue) {
        return queues.computeIfAbsent(queue, q -> new ArrayList<>());
    }

    private void note(String what, String queue, Integer seconds) {
        calls.add(new Call(
                what,
                queue,
                seconds == null ? 0 : seconds,
                Thread.currentThread().getName()));
    }

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
        note("receive", request.queueUrl(), request.waitTimeSeconds());
        synchronized (this) {
            Iterator<Waiting> waiting = waiting(request.queueUrl()).iterator();
            if (waiting.hasNext()) {
                Waiting next = waiting.next();
                waiting.remove();
                String receipt = request.queueUrl() + "/" + receipts++;
                taken.put(receipt, new Waiting(next.body(), next.receives() + 1));
                return ReceiveMessageResponse.builder()
                        .messages(Message.builder()
                                .body(next.body())
                                .receiptHandle(receipt)
                                .attributes(Map.of(
                                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                                        Integer.toString(next.receives() + 1)))
                                .build())
                        .build();
            }
        }
        if (request.waitTimeSeconds() > 0) {
            try {
                Thread.sleep(WAIT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return ReceiveMessageResponse.builder().build();
    }

    @Override
    public synchronized DeleteMessageResponse deleteMessage(DeleteMessageRequest request) {
        note("delete", request.queueUrl(), 0);
        taken.remove(request.receiptHandle());
        return DeleteMessageResponse.builder().build();
    }

    @Override
    public synchronized ChangeMessageVisibilityResponse changeMessageVisibility(
            ChangeMessageVisibilityRequest request) {
        boolean extended = request.visibilityTimeout() == extension;
        note(extended ? "extend" : "retry", request.queueUrl(), request.visibilityTimeout());
        if (!extended) {
            waiting(request.queueUrl()).add(taken.remove(request.receiptHandle()));
        }
        return ChangeMessageVisibilityResponse.builder().build();
    }

    @Override
    public synchronized SendMessageResponse sendMessage(SendMessageRequest request) {
        note("send", request.queueUrl(), request.delaySeconds());
        put(request.queueUrl(), request.messageBody());
        return SendMessageResponse.builder().build();
    }

    @Override
    public synchronized SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
        note("send", request.queueUrl(), 0);
        request.entries().forEach(e -> put(request.queueUrl(), e.messageBody()));
        return SendMessageBatchResponse.builder().build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
