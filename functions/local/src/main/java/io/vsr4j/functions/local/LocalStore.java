package io.vsr4j.functions.local;

import io.vsr4j.functions.aws.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** S3 on files: an object is a file, and is there after a restart. It answers on the loopback address only. */
final class LocalStore implements AutoCloseable {
    private final S3Proxy server;

    /**
     * Starts it.
     *
     * @param folder where objects are kept
     * @param port 0 for any free one
     * @param credentials what clients sign with
     * @param puts told what S3 would notify of: the bucket and name of each object that was put
     */
    LocalStore(Path folder, int port, Credentials credentials, Consumer<PutEvents.Put> puts) throws IOException {
        Files.createDirectories(folder);
        server = S3Proxy.builder()
                .blobStore(new PutEvents(
                        new FilesystemNio2BlobStore(folder.toAbsolutePath().toString()), puts))
                .endpoint(URI.create("http://127.0.0.1:" + port))
                .ignoreUnknownHeaders(true)
                .awsAuthentication(AuthenticationType.AWS_V4, credentials.accessKey(), credentials.secretKey())
                .build();
        try {
            server.start();
        } catch (Exception e) { // it declares no narrower one
            throw new IOException("cannot start S3 on port " + port + " of 127.0.0.1: " + e.getMessage(), e);
        }
    }

    /** {@return where it answers} */
    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) { // it declares no narrower one
            throw new IOException("cannot stop S3: " + e.getMessage(), e);
        }
    }
}
