package io.vsr4j.functions.local;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/** Ports of the loopback address. */
public final class Ports {
    /** Below those that systems take for connections that go out, of which one may come between the choice and its use. */
    private static final int LOWEST = 10_240;

    private static final int HIGHEST = 32_767;
    private static final int TRIES = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ports() {}

    /**
     * {@return a port that nobody listens on}
     *
     * @param of what it is for, by the option that names it
     * @param port the one that is wanted; 0 for any
     * @throws IllegalArgumentException if it is taken
     */
    public static int free(String of, int port) throws IOException {
        return free(of, loopback(1), port);
    }

    /** {@return a port of this address that nobody listens on} */
    static int free(String of, InetAddress address, int port) throws IOException {
        for (int tries = 0; port == 0 && tries < TRIES; tries++) {
            int any = LOWEST + RANDOM.nextInt(HIGHEST - LOWEST + 1);
            try {
                bind(address, any);
                return any;
            } catch (BindException e) {
                // Somebody has it.
            }
        }
        try {
            return bind(address, port);
        } catch (BindException e) {
            throw new IllegalArgumentException(
                    "port " + port + " of " + address.getHostAddress() + " is in use; name another one with --" + of
                            + ", or 0 for any",
                    e);
        }
    }

    private static int bind(InetAddress address, int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of a server that has ended linger for a while
            socket.bind(new InetSocketAddress(address, port));
            return socket.getLocalPort();
        }
    }

    /**
     * {@return one of the 16 million loopback addresses, chosen by chance; the usual one where the system has no other, as
     * macOS does}
     */
    static InetAddress hiddenAddress() throws IOException {
        InetAddress address = loopback(2 + RANDOM.nextInt((1 << 24) - 4));
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return address;
        } catch (BindException e) {
            return loopback(1);
        }
    }

    private static InetAddress loopback(int host) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, (byte) (host >> 16), (byte) (host >> 8), (byte) host});
    }
}
