package io.vsr4j.functions;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import io.vsr4j.functions.aws.Credentials;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder of a local service: its bucket, its queues, its credentials, and while it runs, how to reach it. One process at
 * a time has it. Only its owner may look into it.
 */
public final class DataFolder implements AutoCloseable {
    private static final Gson JSON = new Gson();
    private static final String CREDENTIALS = "credentials.json";
    private static final String SERVICE = "service.json";
    private static final String PROCESS = "process";
    private static final TypeToken<Map<String, String>> SETTINGS = new TypeToken<>() {};
    private static final int KEY_BYTES = 15;
    private static final int SECRET_BYTES = 30;

    private final Path folder;
    private final FileChannel lockFile;

    private DataFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Takes a folder, new or of a service that ran before.
     *
     * @throws IllegalArgumentException if another process has it
     * @throws IOException if it cannot be written
     */
    public static DataFolder open(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath();
        if (Files.exists(absolute) && !Files.isDirectory(absolute)) {
            throw new NotDirectoryException(folder.toString());
        }
        Files.createDirectories(absolute);
        if (Files.getFileStore(absolute).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(absolute, PosixFilePermissions.fromString("rwx------"));
        }
        FileChannel lockFile =
                FileChannel.open(absolute.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            lockFile.close();
            throw new IllegalArgumentException(
                    "another service has the data folder " + folder + "; stop it, or name another folder with --data");
        }
        return new DataFolder(absolute, lockFile);
    }

    /** {@return the folder} */
    public Path path() {
        return folder;
    }

    /** {@return where videos lie while they are sent to a service on that folder; emptied when it starts} */
    public static Path uploads(Path folder) {
        return folder.toAbsolutePath().resolve("uploads");
    }

    /** Deletes what a service that was killed left of videos that were being sent. */
    public void clearUploads() throws IOException {
        Path uploads = uploads(folder);
        if (Files.isDirectory(uploads)) {
            try (Stream<Path> files = Files.list(uploads)) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** {@return the file of the {@link #credentials}} */
    public Path credentialsFile() {
        return folder.resolve(CREDENTIALS);
    }

    /** {@return what clients sign with, random when the folder is new} */
    public Credentials credentials() throws IOException {
        Path file = credentialsFile();
        if (!Files.exists(file)) {
            write(file, new Credentials("vsr" + random(KEY_BYTES), random(SECRET_BYTES)));
        }
        try {
            Credentials kept = JSON.fromJson(Files.readString(file), Credentials.class);
            if (kept != null && kept.accessKey() != null && kept.secretKey() != null) {
                return kept;
            }
        } catch (JsonParseException e) {
            // Said below.
        }
        throw new IOException(file + " holds no credentials; delete it, and new ones are made");
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(random)
                .replace("-", "x")
                .replace("_", "y");
    }

    /** Says how this process, the running service, is reached. */
    public void publish(Map<String, String> settings) throws IOException {
        Map<String, String> told = new TreeMap<>(settings);
        told.put(PROCESS, Long.toString(ProcessHandle.current().pid()));
        write(folder.resolve(SERVICE), told);
    }

    /**
     * {@return how the service that runs on a folder is reached: settings by name}
     *
     * @throws IllegalArgumentException if none runs there
     */
    public static Map<String, String> service(Path folder) throws IOException {
        Path file = folder.resolve(SERVICE);
        Map<String, String> settings = Files.exists(file) ? read(file) : Map.of();
        if (!isAlive(settings.get(PROCESS))) {
            throw new IllegalArgumentException("no service runs on the data folder " + folder
                    + "; start one with 'vsr serve', or say with VSR_BUCKET which bucket of AWS to use");
        }
        settings.remove(PROCESS);
        return settings;
    }

    private static Map<String, String> read(Path file) throws IOException {
        try {
            Map<String, String> settings = JSON.fromJson(Files.readString(file), SETTINGS);
            return settings == null ? Map.of() : settings;
        } catch (JsonParseException e) {
            throw new IOException(file + " does not say how the service is reached; restart the service", e);
        }
    }

    /** A service that was killed leaves its file. */
    private static boolean isAlive(String process) {
        return process != null
                && ProcessHandle.of(Long.parseLong(process))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
    }

    private static void write(Path file, Object value) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.writeString(part, JSON.toJson(value), StandardOpenOption.CREATE_NEW);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(folder.resolve(SERVICE));
        lockFile.close();
    }
}
