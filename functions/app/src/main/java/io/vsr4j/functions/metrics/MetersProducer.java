package io.vsr4j.functions.metrics;

import io.vsr4j.functions.observe.Observer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Has the functions of this process observed. */
@ApplicationScoped
public class MetersProducer {
    /** {@return the metrics of the process} */
    @Produces
    @Singleton
    public Observer observer() {
        return Meters.OF_PROCESS;
    }
}
