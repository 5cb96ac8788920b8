package io.vsr4j.functions.peer;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Optional;

/** The service over servers that are not ours. */
class MotoServiceTest extends ServiceContract {
    @Override
    Peer start(Path folder) throws Exception {
        Optional<MotoPeer> moto = MotoPeer.start(Path.of("target/moto.log"));
        assumeThat(moto)
                .as("moto is not installed; pip install 'moto[server]' brings moto_server, with which these tests run")
                .isPresent();
        return moto.orElseThrow();
    }
}
