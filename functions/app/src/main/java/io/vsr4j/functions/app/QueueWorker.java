package io.vsr4j.functions.app;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vsr4j.functions.Functions;
import io.vsr4j.functions.Role;
import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.functions.Worker;
import io.vsr4j.functions.aws.SpotNotice;
import io.vsr4j.tensor.CheckpointException;
import io.vsr4j.upscale.InvalidRequestException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.CreationException;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Connects to bucket and queues when the process starts, so that wrong settings are said then and not to the first caller,
 * and polls the queues of the process's roles, where it is told to.
 */
@ApplicationScoped
public class QueueWorker {
    @ConfigProperty(name = "vsr.poll", defaultValue = "false")
    boolean poll;

    private Worker worker;
    private SpotNotice notice;

    void start(@Observes StartupEvent event, Instance<ServiceSettings> settings, Instance<Functions> functions) {
        try {
            Functions connected = functions.get();
            if (poll) {
                Set<Role> roles = settings.get().roles();
                if (roles.contains(Role.UPSCALE)) {
                    connected.warmUp(); // nothing answers before it, so that who is ready has its model
                }
                worker = new Worker(connected, roles);
                if (settings.get().spot()) {
                    notice = new SpotNotice(worker::close); // it takes no more, and waits to be told to end
                }
            }
        } catch (IllegalArgumentException | CheckpointException | InvalidRequestException | IOException e) {
            throw wrong(e);
        } catch (CreationException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw wrong(wrong);
            }
            throw e;
        }
    }

    /** Without a cause its message is printed, and nothing else. */
    private static ConfigurationException wrong(Exception e) {
        return new ConfigurationException("vsr: " + e.getMessage());
    }

    void stop(@Observes ShutdownEvent event) {
        if (notice != null) {
            notice.close();
        }
        if (worker != null) {
            worker.close();
        }
    }
}
