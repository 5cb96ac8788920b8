package io.vsr4j.functions.funq;

import io.vsr4j.functions.ServiceSettings;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/** Settings of the service out of an application's configuration. */
public final class Settings {
    private Settings() {}

    /** {@return what the configuration says of the service} */
    public static ServiceSettings of(Config config) {
        return of(config, System.getenv());
    }

    static ServiceSettings of(Config config, Map<String, String> environment) {
        Map<String, String> properties = new TreeMap<>();
        for (String name : config.getPropertyNames()) {
            ConfigValue value = config.getConfigValue(name);
            if (name.startsWith("vsr.") && value.getValue() != null && !isVariable(value)) {
                properties.put(name, value.getValue());
            }
        }
        return ServiceSettings.of(environment, properties);
    }

    /** Of variables the configuration has names in which each underscore is a dot; the service reads them itself. */
    private static boolean isVariable(ConfigValue value) {
        return value.getSourceName().startsWith("EnvConfigSource");
    }
}
