package io.vsr4j.notebook.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;

/** What Jupyter starts, with the file that says where it listens. */
public final class Main {
    private Main() {}

    /** Serves one notebook until Jupyter ends the session. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        if (args.length != 1) {
            System.err.println("vsr4j-notebook-kernel: needs the connection file that Jupyter writes, got "
                    + args.length + " arguments; run notebooks/setup and choose the kernel \"java\" in Jupyter");
            System.exit(2);
        }
        ShieldedConnection connection =
                new ShieldedConnection(KernelConnectionProperties.parse(Files.readString(Path.of(args[0]))));
        JavaKernel kernel = JavaKernel.create();
        // Before any socket is bound, so that no request comes to a kernel that cannot answer yet.
        kernel.becomeHandlerForConnection(connection);
        kernel.onStartup();
        connection.connect();
        connection.waitUntilClose();
        System.exit(0); // whatever threads cells have left
    }
}
