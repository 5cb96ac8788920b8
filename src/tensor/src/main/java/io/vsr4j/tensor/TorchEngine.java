package io.vsr4j.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The one place that starts PyTorch. Nothing is downloaded and nothing is reported to anyone: the engine runs from the
 * libraries on the class path, unpacked once into DJL's cache ({@code DJL_CACHE_DIR}, by default {@code ~/.djl.ai}), or
 * from {@code PYTORCH_LIBRARY_PATH}.
 *
 * <p>Other classes of this package start it by themselves; call {@link #start} only to choose the moment.
 */
public final class TorchEngine {
    private static final String NAME = "PyTorch";

    private TorchEngine() {}

    /** Starts the engine if it is not running yet. Takes about a second, several on the first use after installation. */
    public static void start() {
        Started.engine();
    }

    /** {@return the version of libtorch, such as 2.7.1} */
    public static String version() {
        return Started.engine().getVersion();
    }

    /** {@return how many threads one operation may use} */
    public static int threads() {
        start();
        return JniUtils.getNumThreads();
    }

    /**
     * Sets how many threads one operation may use. It holds for the calling thread and for threads that have not
     * computed yet, so call it before the first operation. Results are reproducible for an equal number only.
     *
     * @param threads at least 1
     */
    public static void setThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        start();
        JniUtils.setNumThreads(threads);
    }

    /** {@return how many CUDA devices the engine can use; 0 with a CPU build} */
    public static int gpuCount() {
        return Started.engine().getGpuCount();
    }

    /**
     * Reads a device name and checks that the device is there.
     *
     * @param name {@code cpu}, {@code gpu} (the first one) or {@code gpu:n}
     * @return the device
     * @throws IllegalArgumentException if the name is malformed or no such device is usable
     */
    public static Device device(String name) {
        if (name.equals("cpu")) {
            return Device.cpu();
        }
        if (!name.matches("gpu(:\\d{1,3})?")) {
            throw new IllegalArgumentException("device must be cpu, gpu or gpu:N, got '" + name + "'");
        }
        int index = name.equals("gpu") ? 0 : Integer.parseInt(name.substring(4));
        int present = gpuCount();
        if (index >= present) {
            throw new IllegalArgumentException("device '" + name + "' is not there: the engine (libtorch " + version()
                    + ") sees " + present + " GPUs; use --device cpu, or a CUDA build of libtorch " + version()
                    + " in PYTORCH_LIBRARY_PATH");
        }
        return Device.gpu(index);
    }

    /**
     * Opens a manager with no parent but the engine. Close it.
     *
     * @param device where its arrays live
     * @return an empty manager
     */
    public static NDManager newManager(Device device) {
        return Started.engine().newBaseManager(device);
    }

    /** Initialised by the virtual machine on first use, once, whichever thread comes first. */
    private static final class Started {
        private static final Engine ENGINE = load();

        static Engine engine() {
            return ENGINE;
        }

        private static Engine load() {
            // These are read while DJL's classes initialise: later would be too late.
            System.setProperty("ai.djl.offline", "true");
            System.setProperty("OPT_OUT_TRACKING", "true");
            if (unpacked()) {
                return Engine.getEngine(NAME);
            }
            Path cache = Utils.getEngineCacheDir("pytorch");
            try {
                Files.createDirectories(cache);
                // DJL clears a half-written folder before it unpacks, which can hit one that another process has just
                // finished; so only one process at a time may be in there.
                try (FileChannel file = FileChannel.open(
                                cache.resolve("unpack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock lock = file.lock()) {
                    return Engine.getEngine(NAME);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "cannot unpack libtorch into " + cache + "; set DJL_CACHE_DIR to a writable folder", e);
            }
        }

        private static boolean unpacked() {
            if (Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH") != null) {
                return true;
            }
            Platform platform = Platform.detectPlatform("pytorch");
            if (platform.isPlaceholder()) {
                throw new EngineException("no libtorch for " + platform.getClassifier()
                        + " on the class path; add ai.djl.pytorch:pytorch-native-cpu for it");
            }
            String folder = platform.getVersion() + '-' + platform.getFlavor() + '-' + platform.getClassifier();
            return Files.exists(
                    Utils.getEngineCacheDir("pytorch").resolve(folder).resolve(System.mapLibraryName("torch")));
        }
    }
}
