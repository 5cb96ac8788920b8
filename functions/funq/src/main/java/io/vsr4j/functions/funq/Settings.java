package io.vsr4j.functions.funq;

import io.vsr4j.functions.ServiceSettings;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;

/** Settings of the service out of an application's configuration. */
public final class Settings {
    private Settings() {}

    /** {@return what the configuration says of the service} */
    public static ServiceSettings of(Config config) {
        Map<String, String> properties = new TreeMap<>();
        for (String name : config.getPropertyNames()) {
            if (name.startsWith("vsr.")) {
                config.getOptionalValue(name, String.class).ifPresent(value -> properties.put(name, value));
            }
        }
        return ServiceSettings.of(System.getenv(), properties);
    }
}
