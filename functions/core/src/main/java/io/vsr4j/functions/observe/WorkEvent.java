package io.vsr4j.functions.observe;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/** What happens while the service works. Workers that are processes of their own tell it as lines of JSON. */
public sealed interface WorkEvent {
    /**
     * A message was taken from a queue.
     *
     * @param queue its name
     * @param age seconds since it was sent, NaN if that is not known
     * @param receives how often it has been delivered, this time included
     */
    record Received(String queue, double age, int receives) implements WorkEvent {}

    /**
     * A chunk was restored.
     *
     * @param job its job
     * @param chunk its index
     * @param frames how many it has
     * @param seconds from its message's delivery until it was put
     * @param receives how often its message had been delivered
     */
    record ChunkDone(String job, int chunk, long frames, double seconds, int receives) implements WorkEvent {}

    /**
     * The chunks of a job were joined and published.
     *
     * @param job its id
     * @param seconds from reading the first chunk until the report was put
     */
    record Merged(String job, double seconds) implements WorkEvent {}

    /**
     * A job came into a state. Rarely it is told twice, when two workers bring it there at once.
     *
     * @param job its id
     * @param state which one
     */
    record JobMoved(String job, State state) implements WorkEvent {}

    /**
     * How much memory a worker takes.
     *
     * @param bytes of its device; on a CPU, resident bytes of the process
     */
    record Memory(long bytes) implements WorkEvent {}

    /** States that are counted. */
    enum State {
        /** Its chunks were sent. */
        BEGUN,
        /** Its result was published. */
        DONE,
        /** A step was given up. */
        FAILED,
        /** Somebody cancelled it. */
        CANCELLED
    }

    /** {@return the event on one line} */
    default String toLine() {
        Gson json = new GsonBuilder()
                .serializeSpecialFloatingPointValues() // an age may be unknown
                .create();
        JsonObject event = new JsonObject();
        event.addProperty("event", getClass().getSimpleName());
        json.toJsonTree(this).getAsJsonObject().asMap().forEach(event::add);
        return json.toJson(event);
    }

    /** {@return what a line tells, empty if it is none of an event: libraries print too} */
    static Optional<WorkEvent> ofLine(String line) {
        if (!line.startsWith("{\"event\":")) {
            return Optional.empty();
        }
        try {
            JsonObject event = new Gson().fromJson(line, JsonObject.class);
            String name = event.remove("event").getAsString();
            for (Class<? extends WorkEvent> kind :
                    List.of(Received.class, ChunkDone.class, Merged.class, JobMoved.class, Memory.class)) {
                if (kind.getSimpleName().equals(name)) {
                    return Optional.of(new Gson().fromJson(event, kind));
                }
            }
        } catch (RuntimeException e) { // by its content, Gson throws all kinds
            return Optional.empty();
        }
        return Optional.empty();
    }
}
