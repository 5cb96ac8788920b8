package io.vsr4j.functions.queue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * A message that this process works on. Others do not see it until its visibility timeout runs out.
 *
 * @param queue where it came from
 * @param body its text
 * @param receipt names this delivery
 * @param receives how often it has been delivered, this time included
 * @param sent when, by the server's clock, null if it does not say
 * @param trace {@code traceparent} that it was sent with, null if it had none
 */
public record Delivery(MessageQueue queue, String body, String receipt, int receives, Instant sent, String trace) {
    private static final int MOST_SHOWN = 300;

    /** {@return seconds since it was sent, as far as two clocks agree, NaN if that is not known} */
    public double age() {
        return sent == null
                ? Double.NaN
                : Math.max(0, Duration.between(sent, Instant.now()).toMillis() / 1e3);
    }

    /** {@return the message on one line, as it stands in logs: it names job and chunk} */
    public String shown() {
        String line = body.replaceAll("[\\s\\p{Cntrl}]+", " ");
        return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "...";
    }

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

    /** Its work failed: it is delivered again after a while, and that counts. */
    public boolean retry(Duration after) throws IOException {
        return queue.hide(receipt, after);
    }

    /**
     * Hands it back, and the delivery does not count: a copy that was never delivered takes its place. If the process ends
     * in between there are both, which does no harm.
     *
     * @param after when the copy is delivered, at most 15 minutes
     */
    public void handBack(Duration after) throws IOException {
        queue.send(body, after, trace);
        delete();
    }
}
