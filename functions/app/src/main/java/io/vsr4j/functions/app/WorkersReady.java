package io.vsr4j.functions.app;

import io.vsr4j.functions.local.Supervisor;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when every worker has its device and its model. A process that restores chunks itself loads them before it answers at
 * all, see {@link QueueWorker}.
 */
@Readiness
public class WorkersReady implements HealthCheck {
    @Inject
    LocalMode local;

    @Override
    public HealthCheckResponse call() {
        boolean ready = local.service()
                .map(service -> service.workers().stream().allMatch(Supervisor::isReady))
                .orElse(true);
        return HealthCheckResponse.named("workers").status(ready).build();
    }
}
