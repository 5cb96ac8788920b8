package io.vsr4j.functions.access;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vsr4j.functions.ServiceSettings;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Who may ask. On a loopback address everybody on the machine may, as long as no keys are set. Where
 * they are, and they must be on any other address and in the cloud profile, every request needs one.
 */
@ApplicationScoped
public class Access {
    @ConfigProperty(name = "quarkus.http.host")
    String host;

    @ConfigProperty(name = "vsr.api-keys")
    Optional<String> given;

    @Inject
    ServiceSettings settings;

    private ApiKeys keys;

    /** Before anything answers. */
    void check(@Observes @Priority(1) StartupEvent event) {
        try {
            keys = ApiKeys.of(given.orElse(""));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("vsr: " + e.getMessage());
        }
        if ((settings.isCloud() || !isLoopback()) && keys.users().isEmpty()) {
            throw new ConfigurationException("vsr: the service is for many (vsr.profile, quarkus.http.host) and nobody"
                    + " could be told from anybody else; set vsr.api-keys, or leave the profile at local and the address"
                    + " at 127.0.0.1");
        }
    }

    /** {@return the keys} */
    ApiKeys keys() {
        return keys;
    }

    /** {@return whether a request without credentials is refused} */
    boolean needsCredentials() {
        return !keys.users().isEmpty();
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
