package io.vsr4j.functions.peer;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The service over the bucket and the queues that Terraform makes. It takes minutes, in which Terraform waits for queues. */
@EnabledIfSystemProperty(
        named = "vsr.terraform.apply",
        matches = "true",
        disabledReason = "it takes minutes; -Dvsr.terraform.apply=true runs it")
class TerraformServiceTest extends ServiceContract {
    @Override
    Peer start(Path folder) throws Exception {
        return TerraformPeer.start(folder);
    }
}
