package io.vsr4j.models.stablediffusion;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import java.util.Map;

/** The one value that is supported of each switch of a configuration; an entry that is left out has it. */
record OnlyValues(JsonObject values) {
    static OnlyValues of(String json) {
        return new OnlyValues(JsonParser.parseString(json).getAsJsonObject());
    }

    /** Refuses a configuration that has another one. */
    void require(Config config) {
        for (Map.Entry<String, JsonElement> only : values.entrySet()) {
            String key = only.getKey();
            config.require(
                    !config.has(key) || config.json().get(key).equals(only.getValue()),
                    key,
                    only.getValue().toString());
        }
    }
}
