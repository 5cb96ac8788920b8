package io.vsr4j.functions.peer;

import java.nio.file.Path;

/** The service over the servers of local mode. */
class EmbeddedServiceTest extends ServiceContract {
    @Override
    Peer start(Path folder) throws Exception {
        return new EmbeddedPeer(folder);
    }
}
