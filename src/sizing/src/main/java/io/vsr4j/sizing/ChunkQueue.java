package io.vsr4j.sizing;

import java.util.ArrayDeque;
import java.util.Deque;

/** Messages of chunks: those that can be seen, the oldest first, and those that somebody works on. */
final class ChunkQueue {
    private final Deque<Message> visible = new ArrayDeque<>();
    private int inFlight;

    /** A chunk to be restored. */
    static final class Message {
        final Job job;
        final int frames;
        int deliveries;

        Message(Job job, int frames) {
            this.job = job;
            this.frames = frames;
        }
    }

    void send(Message message) {
        visible.addLast(message);
    }

    Message take() {
        Message message = visible.removeFirst();
        message.deliveries++;
        inFlight++;
        return message;
    }

    void delete() {
        inFlight--;
    }

    /** It is older than what waits. */
    void comeAgain(Message message) {
        inFlight--;
        visible.addFirst(message);
    }

    int visible() {
        return visible.size();
    }

    /** {@return messages that can be seen, and those that cannot} */
    int backlog() {
        return visible.size() + inFlight;
    }
}
