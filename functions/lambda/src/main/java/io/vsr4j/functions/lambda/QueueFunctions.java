package io.vsr4j.functions.lambda;

import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.quarkus.funqy.Funq;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.Messages;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.observe.Traces;
import io.vsr4j.functions.queue.Delivery;
import io.vsr4j.functions.queue.MessageQueue;
import io.vsr4j.functions.queue.Poller;
import io.vsr4j.functions.queue.Settler;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Split and merge for messages that Lambda takes from the service's queues. What becomes of a message is decided as a poller
 * decides it, so that work which is given up is recorded as its job's failure. Lambda is told of messages that come again,
 * each by itself, which needs {@code ReportBatchItemFailures}; their visibility has been set by then.
 */
public class QueueFunctions {
    @Inject
    Functions functions;

    /**
     * Begins the jobs of a message of the queue of events.
     *
     * @throws IOException if it comes again
     */
    @Funq("split-messages")
    public void split(SQSMessage message) throws IOException {
        Service service = functions.service();
        settle("split", service.queues().ingest(), Messages.split(functions), message);
    }

    /**
     * Publishes the result that a message of the queue of merges asks for.
     *
     * @throws IOException if it comes again
     */
    @Funq("merge-messages")
    public void merge(SQSMessage message) throws IOException {
        Service service = functions.service();
        settle("merge", service.queues().merge(), Messages.merge(functions), message);
    }

    private void settle(String name, MessageQueue queue, Poller.Work work, SQSMessage message) throws IOException {
        FunctionsConfig config = functions.service().config();
        MessageQueue dead = functions.service().queues().dead();
        Delivery delivery = new Delivery(
                queue,
                message.getBody(),
                message.getReceiptHandle(),
                attribute(message, "ApproximateReceiveCount")
                        .map(Integer::parseInt)
                        .orElse(1),
                attribute(message, "SentTimestamp")
                        .map(Long::parseLong)
                        .map(Instant::ofEpochMilli)
                        .orElse(null),
                trace(message));
        Settler settler = new Settler(name, dead, config.visibility(), config.mostReceives(), work);
        if (!settler.settle(delivery, () -> false)) {
            throw new IOException(name + " of " + delivery.shown() + " comes again; the reason is in the log");
        }
    }

    private static Optional<String> attribute(SQSMessage message, String name) {
        return Optional.ofNullable(message.getAttributes()).map(attributes -> attributes.get(name));
    }

    private static String trace(SQSMessage message) {
        return Optional.ofNullable(message.getMessageAttributes())
                .map(attributes -> attributes.get(Traces.PARENT))
                .map(SQSEvent.MessageAttribute::getStringValue)
                .orElse(null);
    }
}
