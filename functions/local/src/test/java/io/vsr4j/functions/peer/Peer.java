package io.vsr4j.functions.peer;

import io.vsr4j.functions.aws.Aws;
import java.util.List;

/** Servers of S3 and SQS with a bucket that tells a queue of what is put below {@code incoming/}. */
interface Peer extends AutoCloseable {
    String BUCKET = "videos";
    String PREFIX = "vsr-";
    List<String> CHUNK_QUEUES = List.of("urgent", "normal");

    /** How to reach them. */
    Aws aws();

    @Override
    void close() throws Exception;
}
