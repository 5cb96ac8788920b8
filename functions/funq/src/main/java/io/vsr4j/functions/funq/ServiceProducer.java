package io.vsr4j.functions.funq;

import io.vsr4j.functions.Functions;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.functions.observe.Observer;
import io.vsr4j.functions.observe.TraceExport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Makes the functions of the application's configuration. */
@ApplicationScoped
public class ServiceProducer {
    private Optional<TraceExport> traces = Optional.empty();

    /** {@return settings of the process} */
    @Produces
    @Singleton
    public ServiceSettings settings(Config config) {
        return Settings.of(config);
    }

    /** {@return a client of S3} */
    @Produces
    @Singleton
    public S3Client s3(ServiceSettings settings) {
        return settings.aws().openS3();
    }

    /** {@return a client of SQS} */
    @Produces
    @Singleton
    public SqsClient sqs(ServiceSettings settings) {
        return settings.aws().openSqs();
    }

    /** {@return the functions, which are observed if somebody wants to} */
    @Produces
    @Singleton
    public Functions functions(ServiceSettings settings, S3Client s3, SqsClient sqs, Instance<Observer> observer) {
        Service service = settings.connect(s3, sqs);
        traces = TraceExport.open(System.getenv());
        return new Functions(observer.isResolvable() ? service.observedBy(observer.get()) : service);
    }

    void close(@Disposes Functions functions) {
        functions.close();
        traces.ifPresent(TraceExport::close);
    }
}
