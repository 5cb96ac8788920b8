package io.vsr4j.cli;

import io.vsr4j.functions.Service;
import io.vsr4j.functions.ServiceSettings;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Which service is meant, as {@link InForce} finds out. */
final class ServiceOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder of the local service (default: ~/.vsr4j). With VSR_BUCKET set, that bucket's"
                    + " service is meant instead; or what 'vsr config import' has kept there.")
    private Path data = Path.of(System.getProperty("user.home"), ".vsr4j");

    /** {@return the data folder} */
    Path data() {
        return data;
    }

    /** A connection, closed by the caller. */
    record Connection(S3Client s3, SqsClient sqs, Service service) implements AutoCloseable {
        @Override
        public void close() {
            s3.close();
            sqs.close();
        }
    }

    /** {@return a connection to the service} */
    Connection connect() throws IOException {
        ServiceSettings settings = InForce.of(System.getenv(), data).toSettings();
        S3Client s3 = settings.aws().openS3();
        SqsClient sqs = settings.aws().openSqs();
        return new Connection(s3, sqs, settings.connect(s3, sqs));
    }
}
