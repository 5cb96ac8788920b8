package io.vsr4j.functions.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.functions.Worker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Polls the queues of the process's roles, where it is told to. */
@ApplicationScoped
public class QueueWorker {
    @ConfigProperty(name = "vsr.poll", defaultValue = "false")
    boolean poll;

    private Worker worker;

    void start(@Observes StartupEvent event, ServiceSettings settings, Instance<Functions> functions)
            throws IOException {
        if (poll) {
            worker = new Worker(functions.get(), settings.roles());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (worker != null) {
            worker.close();
        }
    }
}
