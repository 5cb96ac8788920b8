package io.vsr4j.functions.local;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Ports of the loopback address. */
public final class Ports {
    private Ports() {}

    /**
     * {@return a port that nobody listens on}
     *
     * @param of what it is for, by the option that names it
     * @param port the one that is wanted; 0 for any
     * @throws IllegalArgumentException if it is taken
     */
    public static int free(String of, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of a server that has ended linger for a while
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        } catch (BindException e) {
            throw new IllegalArgumentException(
                    "port " + port + " of 127.0.0.1 is in use; name another one with --" + of + ", or 0 for any", e);
        }
    }
}
