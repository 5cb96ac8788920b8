package io.vsr4j.functions.access;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who may ask. On a loopback address everybody on the machine may, as long as no keys are set; on any other address, and where
 * keys or a provider of identities are set, every request needs credentials.
 */
@ApplicationScoped
public class Access {
    @ConfigProperty(name = "quarkus.http.host")
    String host;

    @ConfigProperty(name = "vsr.api-keys")
    Optional<String> given;

    @ConfigProperty(name = "quarkus.oidc.auth-server-url")
    Optional<String> provider;

    private ApiKeys keys;

    /** Before anything answers. */
    void check(@Observes @Priority(1) StartupEvent event) {
        try {
            keys = ApiKeys.of(given.orElse(""));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("vsr: " + e.getMessage());
        }
        if (!isLoopback() && keys.users().isEmpty() && provider.isEmpty()) {
            throw new ConfigurationException("vsr: the address " + host + " (quarkus.http.host) can be reached from"
                    + " elsewhere and nobody could be told from anybody else; set vsr.api-keys or"
                    + " quarkus.oidc.auth-server-url, or leave the address at 127.0.0.1");
        }
    }

    /** {@return the keys} */
    ApiKeys keys() {
        return keys;
    }

    /** {@return whether a request without credentials is refused} */
    boolean needsCredentials() {
        return !keys.users().isEmpty() || provider.isPresent();
    }

    /** {@return whether the process answers on this machine alone} */
    boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
