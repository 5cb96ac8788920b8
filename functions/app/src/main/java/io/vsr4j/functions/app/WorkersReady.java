package io.vsr4j.functions.app;

import io.vsr4j.functions.local.LocalService;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when every worker has its model. */
@Readiness
public class WorkersReady implements HealthCheck {
    @Inject
    LocalMode local;

    @Override
    public HealthCheckResponse call() {
        Optional<LocalService> service = local.service();
        return HealthCheckResponse.named("workers")
                .status(service.isEmpty() || isReady(service.get()))
                .build();
    }

    private static boolean isReady(LocalService service) {
        try {
            return service.awaitReady(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
