package io.vsr4j.functions.funq;

import io.vsr4j.functions.Functions;
import io.vsr4j.functions.ServiceSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Makes the functions of the application's configuration. */
@ApplicationScoped
public class ServiceProducer {
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

    /** {@return the functions} */
    @Produces
    @Singleton
    public Functions functions(ServiceSettings settings, S3Client s3, SqsClient sqs) {
        return new Functions(settings.connect(s3, sqs));
    }

    void close(@Disposes Functions functions) {
        functions.close();
    }
}
