package io.vsr4j.functions.queue;

import java.io.IOException;
import java.time.Duration;

/**
 * A message that this process works on. Others do not see it until its visibility timeout runs out.
 *
 * @param queue where it came from
 * @param body its text
 * @param receipt names this delivery
 * @param receives how often it has been delivered, this time included
 */
public record Delivery(MessageQueue queue, String body, String receipt, int receives) {
    /**
     * The work is done.
     *
     * @return whether the delivery was still held; if not, the message comes again
     */
    public boolean delete() throws IOException {
        return queue.delete(receipt);
    }

    /**
     * Goes on working for a while.
     *
     * @return whether the delivery is still held
     */
    public boolean extend(Duration visibility) throws IOException {
        return queue.hide(receipt, visibility);
    }

    /** Hands it back: it is delivered again at once, or after a while. */
    public boolean release(Duration after) throws IOException {
        return queue.hide(receipt, after);
    }
}
