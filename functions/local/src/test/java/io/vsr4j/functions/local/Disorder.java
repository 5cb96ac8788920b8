package io.vsr4j.functions.local;

import java.util.List;
import java.util.Random;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * What a queue may do to messages: each is delivered twice, and any before any other. And what a worker may suffer that is
 * held up: messages that it works on become visible to others.
 */
final class Disorder implements ExecutionInterceptor {
    private final SqsClient sqs;
    private final Random random;
    private final boolean heldUp;

    /**
     * @param sqs sends messages again
     * @param random when they come
     * @param heldUp whether some deliveries are visible to others while they are worked on
     */
    Disorder(SqsClient sqs, Random random, boolean heldUp) {
        this.sqs = sqs;
        this.random = random;
        this.heldUp = heldUp;
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        if (context.request() instanceof SendMessageBatchRequest send) {
            return shuffled(send);
        }
        if (heldUp && context.request() instanceof ReceiveMessageRequest receive && next(3) == 0) {
            return receive.toBuilder().visibilityTimeout(0).build();
        }
        return context.request();
    }

    private SendMessageBatchRequest shuffled(SendMessageBatchRequest send) {
        List<SendMessageBatchRequestEntry> entries = send.entries().stream()
                .map(e -> e.toBuilder().delaySeconds(next(3)).build())
                .toList();
        return send.toBuilder().entries(entries).build();
    }

    private int next(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        if (context.request() instanceof SendMessageBatchRequest send) {
            sqs.sendMessageBatch(shuffled(send));
        }
    }
}
