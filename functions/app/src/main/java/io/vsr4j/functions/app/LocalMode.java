package io.vsr4j.functions.app;

import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.functions.funq.Settings;
import io.vsr4j.functions.local.LocalService;
import io.vsr4j.functions.metrics.Meters;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Bucket, queues and workers inside the process, where it is told to have them; else those of the configuration. */
@Singleton
public class LocalMode {
    @ConfigProperty(name = "vsr.local", defaultValue = "false")
    boolean local;

    @ConfigProperty(name = "vsr.data")
    Optional<String> data;

    @ConfigProperty(name = "vsr.s3-port", defaultValue = "0")
    int s3Port;

    @ConfigProperty(name = "vsr.sqs-port", defaultValue = "0")
    int sqsPort;

    @ConfigProperty(name = "vsr.workers", defaultValue = "1")
    int workers;

    private LocalService service;

    /** {@return settings of the process, which name the servers inside it if there are any} */
    @Produces
    @Alternative
    @Priority(1)
    @Singleton
    public ServiceSettings settings(Config config) throws IOException {
        Optional<LocalService> begun = LocalServer.service();
        if (begun.isPresent()) {
            return begun.get().settings();
        }
        ServiceSettings given = Settings.of(config);
        if (!local) {
            return given;
        }
        Path folder = data.map(Path::of).orElseGet(() -> Path.of(System.getProperty("user.home"), ".vsr4j"));
        service = new LocalService(folder, given, s3Port, sqsPort, workers, Meters.OF_PROCESS);
        return service.settings();
    }

    /** {@return the service inside the process, empty if it has none or it has not begun} */
    Optional<LocalService> service() {
        return Optional.ofNullable(service).or(LocalServer::service);
    }

    @PreDestroy
    void close() throws IOException {
        if (service != null) {
            service.close();
        }
    }
}
