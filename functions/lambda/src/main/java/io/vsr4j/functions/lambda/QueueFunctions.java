package io.vsr4j.functions.lambda;

import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;
import io.quarkus.funqy.Funq;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.FunctionsConfig;
import io.vsr4j.functions.Messages;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.queue.Delivery;
import io.vsr4j.functions.queue.MessageQueue;
import io.vsr4j.functions.queue.Poller;
import io.vsr4j.functions.queue.Settler;
import jakarta.inject.Inject;
import java.io.IOException;

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
        Delivery delivery = new Delivery(queue, message.getBody(), message.getReceiptHandle(), receives(message));
        Settler settler = new Settler(name, dead, config.visibility(), config.mostReceives(), work);
        if (!settler.settle(delivery, () -> false)) {
            throw new IOException(name + " of " + delivery.shown() + " comes again; the reason is in the log");
        }
    }

    private static int receives(SQSMessage message) {
        String count =
                message.getAttributes() == null ? null : message.getAttributes().get("ApproximateReceiveCount");
        return count == null ? 1 : Integer.parseInt(count);
    }
}
