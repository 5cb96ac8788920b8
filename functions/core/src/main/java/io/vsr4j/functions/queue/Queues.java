package io.vsr4j.functions.queue;

import com.google.gson.Gson;
import io.vsr4j.functions.job.Manifest;
import io.vsr4j.functions.observe.Traces;
import io.vsr4j.upscale.InvalidRequestException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The queues of the service.
 *
 * @param ingest notifications of S3
 * @param chunks by name, the most urgent first: one message a chunk
 * @param merge one message a job
 * @param dead messages that were given up
 */
public record Queues(MessageQueue ingest, Map<String, MessageQueue> chunks, MessageQueue merge, MessageQueue dead) {
    private static final Gson JSON = new Gson();

    /**
     * One chunk of a job.
     *
     * @param job its id
     * @param chunk the chunk's index
     */
    public record ChunkMessage(String job, int chunk) {}

    /**
     * A job of which all chunks are there.
     *
     * @param job its id
     */
    public record MergeMessage(String job) {}

    /**
     * The queues by their names.
     *
     * @param prefix what names begin with
     * @param chunkQueues names of the chunks' queues after {@code chunks-}, the most urgent first
     * @param find finds a queue
     */
    public static Queues named(String prefix, List<String> chunkQueues, Function<String, MessageQueue> find) {
        Map<String, MessageQueue> chunks = new LinkedHashMap<>();
        chunkQueues.forEach(name -> chunks.put(name, find.apply(prefix + "chunks-" + name)));
        return new Queues(
                find.apply(prefix + "ingest"), chunks, find.apply(prefix + "merge"), find.apply(prefix + "dead"));
    }

    /**
     * {@return a queue of chunks by its name}
     *
     * @throws InvalidRequestException if there is none
     */
    public MessageQueue requireChunks(String name) {
        MessageQueue queue = chunks.get(name);
        if (queue == null) {
            throw new InvalidRequestException(
                    "queue must be one of " + String.join(", ", chunks.keySet()) + ", got '" + name + "'");
        }
        return queue;
    }

    /** Sends chunks of a job. */
    public void sendChunks(Manifest manifest, List<Integer> indices) throws IOException {
        requireChunks(manifest.queue())
                .send(
                        indices.stream()
                                .map(index -> JSON.toJson(new ChunkMessage(manifest.job(), index)))
                                .toList(),
                        Traces.current(manifest.trace()));
    }

    /** Asks for the merge of a job. */
    public void sendMerge(Manifest manifest) throws IOException {
        merge.send(List.of(JSON.toJson(new MergeMessage(manifest.job()))), Traces.current(manifest.trace()));
    }
}
