package io.vsr4j.functions.api;

import io.vsr4j.functions.Functions;
import io.vsr4j.functions.JobView;
import io.vsr4j.functions.Jobs;
import io.vsr4j.functions.Service;
import io.vsr4j.functions.ServiceSettings;
import io.vsr4j.functions.Uploads;
import io.vsr4j.functions.store.MultipartUpload;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What the API stands on. */
@ApplicationScoped
public class ServiceBeans {
    /** {@return where the functions work} */
    @Produces
    @Singleton
    public Service service(Functions functions) {
        return functions.service();
    }

    /** {@return how far jobs are} */
    @Produces
    @Singleton
    public JobView view(Service service) {
        return new JobView(service);
    }

    /** {@return what changes jobs} */
    @Produces
    @Singleton
    public Jobs jobs(Service service) {
        return new Jobs(service);
    }

    /** {@return what signs uploads} */
    @Produces
    @Singleton
    public MultipartUpload parts(ServiceSettings settings, Service service) {
        return new MultipartUpload(settings.aws(), service.config().bucket());
    }

    void close(@Disposes MultipartUpload parts) {
        parts.close();
    }

    /** {@return uploads straight to the bucket} */
    @Produces
    @Singleton
    public Uploads uploads(Service service, MultipartUpload parts) {
        return new Uploads(service, parts);
    }
}
