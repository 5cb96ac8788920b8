package io.vsr4j.functions.lambda;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses what is no function of Lambda: restoring needs a GPU, and longer than a call may last. */
@ApplicationScoped
public class Exported {
    private static final List<String> FUNCTIONS =
            List.of("split", "split-messages", "split-detail", "merge", "merge-messages");

    @ConfigProperty(name = "quarkus.funqy.export")
    String function;

    void start(@Observes StartupEvent event) {
        require(function);
    }

    static void require(String function) {
        if (!FUNCTIONS.contains(function)) {
            throw new ConfigurationException("vsr: VSR_FUNCTION must be one of " + String.join(", ", FUNCTIONS)
                    + ", got '" + function + "'; upscale needs a GPU and runs where messages are polled");
        }
    }
}
