package io.vsr4j.functions.local;

import io.vsr4j.functions.aws.Credentials;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** S3 on files: an object is a file, and is there after a restart. It answers on the loopback address only. */
final class LocalStore implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalStore.class);
    private static final int LEAST_ATTRIBUTE_BYTES = 1000;
    /** The store's own name; an object gets it when it is whole. */
    private static final String E_TAG = "user.content-md5";
    /** The store's names of what it is writing. */
    private static final Pattern UNFINISHED =
            Pattern.compile("(?s).*-\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final S3Proxy server;

    /**
     * Starts it.
     *
     * @param folder where objects are kept
     * @param port a free one
     * @param credentials what clients sign with
     * @param puts told what S3 would notify of: the bucket and name of each object that was put
     */
    LocalStore(Path folder, int port, Credentials credentials, Consumer<PutEvents.Put> puts) throws IOException {
        Files.createDirectories(folder);
        deleteUnfinished(folder);
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

    /**
     * A process that was killed leaves what it was writing beside the objects, under names like theirs. What else is no
     * object may be all that a copy without attributes has kept of a bucket, and stays.
     */
    private static void deleteUnfinished(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                UserDefinedFileAttributeView view =
                        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
                if (view.list().contains(E_TAG)) {
                    continue;
                }
                if (UNFINISHED.matcher(file.getFileName().toString()).matches()) {
                    LOG.info("{} was not put completely and is deleted", folder.relativize(file));
                    Files.delete(file);
                } else {
                    LOG.warn(
                            "{} is no object, since it has no extended attributes: it was copied here without them;"
                                    + " put it with a client of S3, or copy the whole folder with 'cp -a'",
                            file);
                }
            }
        }
    }

    /**
     * Objects keep what S3 says of them beside their bytes, such as metadata and eTag, in extended attributes of their files.
     *
     * @param folder where objects are to be kept
     * @throws IllegalArgumentException if files there cannot have them
     */
    static void requireAttributes(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, ".attributes", "");
        try {
            UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
            if (view == null || view.write("vsr", ByteBuffer.allocate(LEAST_ATTRIBUTE_BYTES)) == 0) {
                throw new IOException("there are none");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the data folder " + folder + " is on a file system without extended attributes, which the bucket"
                            + " needs (" + e.getMessage()
                            + "); name a folder on another one, such as ext4, XFS or APFS,"
                            + " with --data",
                    e);
        } finally {
            Files.deleteIfExists(file);
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
