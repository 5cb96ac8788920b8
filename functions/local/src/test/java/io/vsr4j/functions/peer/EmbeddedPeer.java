package io.vsr4j.functions.peer;

import io.vsr4j.functions.aws.Aws;
import io.vsr4j.functions.aws.Credentials;
import io.vsr4j.functions.local.LocalCloud;
import java.io.IOException;
import java.nio.file.Path;

/** Those of local mode. */
final class EmbeddedPeer implements Peer {
    static final Credentials CREDENTIALS = new Credentials("key-of-the-tests", "secret-of-the-tests");

    private final LocalCloud cloud;

    EmbeddedPeer(Path folder) throws IOException {
        cloud = new LocalCloud(folder, 0, 0, CREDENTIALS, BUCKET, PREFIX, CHUNK_QUEUES);
    }

    @Override
    public Aws aws() {
        return cloud.aws();
    }

    @Override
    public void close() throws IOException {
        cloud.close();
    }
}
