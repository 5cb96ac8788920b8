package io.vsr4j.functions;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.opentelemetry.context.Scope;
import io.vsr4j.functions.event.IngestMessage;
import io.vsr4j.functions.event.Video;
import io.vsr4j.functions.job.JobKeys;
import io.vsr4j.functions.observe.LogFields;
import io.vsr4j.functions.observe.Traces;
import io.vsr4j.functions.observe.WorkEvent;
import io.vsr4j.functions.queue.Delivery;
import io.vsr4j.functions.queue.Poller;
import io.vsr4j.functions.queue.Queues.ChunkMessage;
import io.vsr4j.functions.queue.Queues.MergeMessage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** What is done with the messages of each queue, and what is recorded when one of them is given up. */
public abstract sealed class Messages implements Poller.Work {
    private static final Gson JSON = new Gson();

    final Functions functions;

    private Messages(Functions functions) {
        this.functions = functions;
    }

    /** {@return the work of the queue of events: videos are split} */
    public static Poller.Work split(Functions functions) {
        return new Videos(functions);
    }

    /** {@return the work of the queues of chunks: each is restored} */
    public static Poller.Work chunks(Functions functions) {
        return new Chunks(functions);
    }

    /** {@return the work of the queue of merges} */
    public static Poller.Work merge(Functions functions) {
        return new Merges(functions);
    }

    @Override
    public void run(Delivery delivery, BooleanSupplier stop) throws IOException {
        functions.service().tell(new WorkEvent.Received(delivery.queue().name(), delivery.age(), delivery.receives()));
        try (Scope trace = Traces.goOn(delivery.trace())) {
            work(delivery, stop);
        }
    }

    abstract void work(Delivery delivery, BooleanSupplier stop) throws IOException;

    @Override
    public boolean isInvalid(Throwable e) {
        return Failures.isInvalid(e);
    }

    void fail(String job, String step, String reason) throws IOException {
        Failures.record(functions.service(), job, step, reason, null);
    }

    private static <T> T parse(String body, Class<T> type) {
        return JSON.fromJson(body, type);
    }

    private static <T> boolean parses(String body, Class<T> type, Predicate<T> isWhole) {
        try {
            T message = parse(body, type);
            return message != null && isWhole.test(message);
        } catch (JsonParseException e) {
            return false;
        }
    }

    private static final class Videos extends Messages {
        Videos(Functions functions) {
            super(functions);
        }

        @Override
        void work(Delivery delivery, BooleanSupplier stop) throws IOException {
            for (Video video : IngestMessage.videos(delivery.body())) {
                functions.split(video, stop);
            }
        }

        @Override
        public boolean isMessage(String body) {
            try {
                IngestMessage.videos(body);
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        @Override
        public void giveUp(String body, String reason) throws IOException {
            for (Video video : IngestMessage.videos(body)) {
                functions.giveUpSplit(video, reason);
            }
        }

        @Override
        public Map<String, String> fields(String body) {
            List<Video> videos = IngestMessage.videos(body);
            return videos.isEmpty() ? Map.of() : Map.of("video", videos.get(0).key());
        }
    }

    private static final class Chunks extends Messages {
        Chunks(Functions functions) {
            super(functions);
        }

        @Override
        void work(Delivery delivery, BooleanSupplier stop) throws IOException {
            ChunkMessage message = parse(delivery.body(), ChunkMessage.class);
            functions.upscale(message.job(), message.chunk(), delivery.receives(), stop);
        }

        @Override
        public boolean isMessage(String body) {
            return parses(body, ChunkMessage.class, m -> JobKeys.isId(m.job()) && m.chunk() >= 0);
        }

        @Override
        public void giveUp(String body, String reason) throws IOException {
            ChunkMessage message = parse(body, ChunkMessage.class);
            fail(message.job(), JobKeys.number(message.chunk()), reason);
        }

        @Override
        public Map<String, String> fields(String body) {
            ChunkMessage message = parse(body, ChunkMessage.class);
            return LogFields.ofChunk(message.job(), message.chunk());
        }
    }

    private static final class Merges extends Messages {
        Merges(Functions functions) {
            super(functions);
        }

        @Override
        void work(Delivery delivery, BooleanSupplier stop) throws IOException {
            functions.merge(parse(delivery.body(), MergeMessage.class).job());
        }

        @Override
        public boolean isMessage(String body) {
            return parses(body, MergeMessage.class, m -> JobKeys.isId(m.job()));
        }

        @Override
        public void giveUp(String body, String reason) throws IOException {
            fail(parse(body, MergeMessage.class).job(), "merge", reason);
        }

        @Override
        public Map<String, String> fields(String body) {
            return Map.of("job", parse(body, MergeMessage.class).job());
        }
    }
}
