package io.vsr4j.functions.image;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.Optional;

/**
 * Whether the service of this machine is ready, as the status of a command: where a container is asked by a command, and its
 * image has no other program that could ask.
 */
public final class Health {
    private static final int PATIENCE_MILLIS = 4000;

    private Health() {}

    /**
     * Asks, and ends with status 0 if it is ready, else 1.
     *
     * @param args none
     */
    public static void main(String[] args) {
        String port = Optional.ofNullable(System.getenv("QUARKUS_HTTP_PORT")).orElse("8080");
        System.exit(isReady("http://127.0.0.1:" + port + "/q/health/ready") ? 0 : 1);
    }

    static boolean isReady(String address) {
        try {
            HttpURLConnection asked =
                    (HttpURLConnection) URI.create(address).toURL().openConnection();
            asked.setConnectTimeout(PATIENCE_MILLIS);
            asked.setReadTimeout(PATIENCE_MILLIS);
            return asked.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            System.err.println("vsr: " + address + ": " + e.getMessage());
            return false;
        }
    }
}
